import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Reason } from '../../src/analysis.ts';
import { pictureKind } from '../../src/detector/picture-kind.ts';
import { VIEW_SIDE } from '../../src/detector/tower-view.ts';
import { cutTiles } from '../../src/engine/cut-tiles.ts';
import { inspectBytes } from '../../src/engine/inspect-bytes.ts';
import { readTowerView } from '../../src/engine/tower-picture.ts';
import { decodePicture } from '../../tools/decode-picture.ts';
import { type CorpusPicture, readCorpus } from '../corpus.ts';
import { groupBy } from '../group-by.ts';
import { asInTier, TIERS, type Tier } from '../mill.ts';
import { seededRandom } from '../random.ts';
import { drawGraphics, drawNoise } from './draw-graphics.ts';

const USAGE = `usage: npm run train:gate -- [--corpus DIR …] [--split train|val] [--tier ${TIERS.join('|')} …] [--each N]
Prints how often photographs and generated pictures of each corpus are refused for what they show; without a corpus, how
often drawn graphics and noise are. At most N pictures of each source and label are read, 15 by default.`;

/** Sources with fewer pictures say nothing about a share of some percent. */
const FEWEST_OF_A_SOURCE = 10;
const GRAPHICS_EACH = 20;
const NOISES = 100;

/** Why the engine would refuse a picture because of what it shows; null where it would judge it. */
async function refusalOf(bytes: Uint8Array): Promise<Reason | null> {
  const inspection = inspectBytes(bytes);
  if ('reason' in inspection) return inspection.reason;
  const picture = await decodePicture(bytes).catch(() => null);
  if (!picture) return 'damaged';
  const tiles = await cutTiles(picture);
  if (tiles === 'transparent') return tiles;
  const kind = pictureKind(await readTowerView(picture, VIEW_SIDE), VIEW_SIDE);
  return kind ?? (typeof tiles === 'string' ? tiles : null);
}

interface Tried {
  name: string;
  reason: Reason | null;
}

/** The reasons' shares of what was tried, for people. */
function shares(tried: Tried[]): string {
  const percent = (some: Tried[]): string => `${((100 * some.length) / tried.length).toFixed(2)} %`;
  const refused = tried.filter(({ reason }) => reason !== null);
  const reasons = [...groupBy(refused, ({ reason }) => String(reason))];
  const details = reasons.map(([reason, some]) => `${reason} ${percent(some)}`).join(', ');
  return `${percent(refused)} of ${tried.length} refused${details && `: ${details}`}`;
}

/** At most `count` pictures of each source and label, the same ones every time. */
function few(pictures: CorpusPicture[], folder: string, count: number): CorpusPicture[] {
  const order = new Map(
    pictures.map(({ path }) => [path, seededRandom(relative(folder, path)).between(0, 1)] as const),
  );
  const place = ({ path }: CorpusPicture): number => order.get(path) ?? 0;
  return [...groupBy(pictures, ({ source, label }) => `${source} ${label}`).values()].flatMap((group) =>
    group.toSorted((a, b) => place(a) - place(b)).slice(0, count),
  );
}

async function tryPicture(picture: CorpusPicture, tier: Tier): Promise<Tried> {
  const bytes = new Uint8Array(readFileSync(picture.path));
  const seen = await asInTier(bytes, tier, seededRandom(basename(picture.path), tier)).catch(() => bytes);
  return { name: picture.source, reason: await refusalOf(new Uint8Array(seen)) };
}

async function measureCorpus(folder: string, split: string, tiers: Tier[], each: number): Promise<void> {
  const pictures = few(
    readCorpus(folder).filter((picture) => picture.split === split),
    folder,
    each,
  );
  for (const tier of tiers) {
    for (const [label, some] of groupBy(pictures, (picture) => picture.label)) {
      const tried: Tried[] = [];
      for (const picture of some) tried.push(await tryPicture(picture, tier));
      console.log(`${basename(folder)}, ${split}, ${tier}, ${label}: ${shares(tried)}`);
      const sources = [...groupBy(tried, ({ name }) => name)]
        .map(([name, of]) => ({ name, count: of.length, kinds: of.filter(isKind).length }))
        .filter(({ count, kinds }) => kinds > 0 && count >= FEWEST_OF_A_SOURCE)
        .sort((a, b) => b.kinds / b.count - a.kinds / a.count);
      for (const { name, count, kinds } of sources) console.log(`    ${name}: ${kinds} of ${count}`);
    }
  }
}

const isKind = ({ reason }: Tried): boolean => reason === 'graphic' || reason === 'noise';

async function measureDrawn(): Promise<void> {
  const tried: Tried[] = [];
  for await (const { kind, bytes } of drawGraphics(GRAPHICS_EACH))
    tried.push({ name: kind, reason: await refusalOf(bytes) });
  console.log(`drawn graphics: ${shares(tried)}`);
  for (const [kind, some] of groupBy(tried, ({ name }) => name)) console.log(`    ${kind}: ${shares(some)}`);
  const noises: Tried[] = [];
  for await (const { kind, bytes } of drawNoise(NOISES))
    noises.push({ name: kind, reason: await refusalOf(bytes) });
  console.log(`noise: ${shares(noises)}`);
}

const { values } = parseArgs({
  options: {
    corpus: { type: 'string', multiple: true, default: [] },
    split: { type: 'string', default: 'train' },
    tier: { type: 'string', multiple: true, default: [...TIERS] },
    each: { type: 'string', default: '15' },
  },
});
const tiers = TIERS.filter((tier) => values.tier.includes(tier));
if (tiers.length === 0 || !['train', 'val'].includes(values.split) || !(Number(values.each) > 0)) {
  console.error(USAGE);
  process.exit(2);
}
if (values.corpus.length === 0) await measureDrawn();
for (const folder of values.corpus)
  await measureCorpus(resolve(folder), values.split, tiers, Number(values.each));
