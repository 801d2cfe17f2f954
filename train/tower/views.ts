import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { type CorpusPicture, readCorpus } from '../corpus.ts';
import { type Random, seededRandom } from '../random.ts';
import { upConvolve } from '../up-convolution.ts';

const usage = `usage: vite-node train/tower/views.ts -- --corpus DIR[:N] [--corpus DIR[:N] …] --out DIR

Writes the training pictures as pages may show them, each in two ways. A corpus without N also gives them as published,
and some of its photographs up-convolved; of the others at most N pictures of each source and label are taken.
OUT/views.tsv lists them all; what is there already is kept.`;

const COLUMNS = ['corpus', 'file', 'condition', 'label', 'source', 'generator', 'path'] as const;
const JOURNEYS = 2;
const UP_CONVOLVED_SHARE = 0.4;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
});
if (!values.corpus || !values.out) throw new Error(usage);
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

/**
 * A picture as pages show it: at most 1280 px long, shrunk to 0.4–1 of that or enlarged up to twice, cut at a random
 * phase of the block grid, compressed as JPEG or WebP. Both classes alike.
 */
async function asOnAPage(bytes: Uint8Array, random: Random): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const shown = Math.min(long, 1280);
  const enlarged = random.chance(0.2) && shown <= 800;
  const smallest = Math.min(1, Math.max(0.4, (208 * long) / (short * shown)));
  const target = Math.round(shown * (enlarged ? random.between(1, 2) : random.between(smallest, 1)));
  const kernel = random.chance(0.5) ? 'lanczos3' : 'cubic';
  const resized = sharp(bytes, { failOn: 'none' })
    .toColourspace('srgb')
    .resize({ width: target, height: target, fit: 'inside', kernel })
    .flatten();
  const { data, info } = await resized.raw().toBuffer({ resolveWithObject: true });
  const [left, top] = [random.integer(0, 7), random.integer(0, 7)];
  const cut = sharp(data, { raw: info }).extract({
    left,
    top,
    width: info.width - left,
    height: info.height - top,
  });
  const quality = random.integer(40, 95);
  const chromaSubsampling = random.chance(0.7) ? '4:2:0' : '4:4:4';
  return random.chance(0.6)
    ? cut.jpeg({ quality, chromaSubsampling }).toBuffer()
    : cut.webp({ quality }).toBuffer();
}

type Make = (bytes: Uint8Array) => Promise<Uint8Array>;

interface Condition {
  name: string;
  label: CorpusPicture['label'];
  /** Null: as published, nothing to write. */
  make: Make | null;
}

function conditionsOf(file: string, label: CorpusPicture['label'], isCore: boolean): Condition[] {
  const journeys = (name: string, before: Make, made: CorpusPicture['label'], count: number): Condition[] =>
    Array.from({ length: count }, (_, i) => ({
      name: `${name}journey-${i}`,
      label: made,
      make: async (bytes) => asOnAPage(await before(bytes), seededRandom(file, 'page', i)),
    }));
  const conditions = journeys('', async (bytes) => bytes, label, JOURNEYS);
  if (!isCore) return conditions;
  conditions.push({ name: 'published', label, make: null });
  if (label === 'ai' || !seededRandom(file, 'is up-convolved').chance(UP_CONVOLVED_SHARE)) return conditions;
  const up: Make = (bytes) => {
    const random = seededRandom(file, 'up-convolution');
    return upConvolve(bytes, random.chance(0.5) ? 'transposed' : 'nearest', random);
  };
  return [
    ...conditions,
    { name: 'up-convolved', label: 'ai', make: up },
    ...journeys('up-convolved ', up, 'ai', 1),
  ];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** At most `count` pictures of each source and label, the same ones every time. */
function few(pictures: CorpusPicture[], corpus: string, count: number): CorpusPicture[] {
  const kept = new Map<string, number>();
  const order = pictures.map((picture) => ({ picture, key: digest(relative(corpus, picture.path)) }));
  order.sort((a, b) => (a.key < b.key ? -1 : 1));
  return order
    .map(({ picture }) => picture)
    .filter(({ source, label }) => {
      const group = `${source} ${label}`;
      kept.set(group, (kept.get(group) ?? 0) + 1);
      return (kept.get(group) ?? 0) <= count;
    });
}

const limit = pLimit(2);
const rows: string[] = [COLUMNS.join('\t')];
for (const given of values.corpus) {
  const [folder, count] = given.split(':');
  const corpus = resolve(folder);
  const all = readCorpus(corpus).filter(({ split }) => split === 'train');
  const pictures = few(all, corpus, count ? Number(count) : Number.POSITIVE_INFINITY);
  await Promise.all(
    pictures.map((picture) =>
      limit(async () => {
        const file = relative(corpus, picture.path);
        const { source, generator } = picture;
        for (const { name, label, make } of conditionsOf(file, picture.label, count === undefined)) {
          const path = make ? join(out, digest(`${corpus} ${file} ${name}`).slice(0, 24)) : picture.path;
          try {
            if (make && !existsSync(path))
              writeFileSync(path, await make(new Uint8Array(readFileSync(picture.path))));
            rows.push([corpus, file, name, label, source, generator, path].join('\t'));
          } catch (error) {
            console.warn(`${file} ${name}: ${String(error)}`);
          }
        }
      }),
    ),
  );
  console.log(`${corpus}: ${pictures.length} of ${all.length} pictures`);
}
writeFileSync(join(out, 'views.tsv'), `${rows.join('\n')}\n`);
