import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Corpus, type CorpusPicture, readCorpus } from './corpus.ts';
import { asInTier, asOnAPage, cropped, outOfFocus, savedAgain, TIERS, type Tier } from './mill.ts';
import { seededRandom } from './random.ts';
import { upConvolve } from './up-convolution.ts';

/** One picture in one condition: what is measured, trained on and judged. */
export interface View {
  /** Unique and reproducible: corpus, file, condition. */
  key: string;
  corpus: string;
  /** In the corpus folder. */
  file: string;
  condition: string;
  picture: CorpusPicture;
  /** Made by our own up-convolution from a real photograph: generated, of a kind that is known for sure. */
  upConvolved: boolean;
  generated: boolean;
  bytes(): Promise<Uint8Array>;
}

export interface TierView extends View {
  tier: Tier;
}

const JOURNEYS = 4;
/** From this journey on, only a part of the picture is shown. */
const FIRST_CROPPED = 2;
const UP_CONVOLVED_SHARE = 0.4;

/**
 * For training: each picture as pages may show it, twice whole and twice in part. A corpus of which all is taken gives its
 * pictures as published, saved once more and out of focus, too, and some of its photographs up-convolved.
 */
export function trainingViews({ folder, most }: Corpus): View[] {
  const pictures = readCorpus(folder).filter(({ split }) => split === 'train');
  return some(pictures, folder, most ?? Number.POSITIVE_INFINITY).flatMap((picture) => {
    const file = relative(folder, picture.path);
    const original = originalOf(folder, picture);
    const journeys = (before: Original, count: number): View[] =>
      Array.from({ length: count }, (_, i) =>
        view(before, `journey-${i}`, async () => {
          const random = seededRandom(file, 'page', i);
          const bytes = await before.bytes();
          return asOnAPage(i < FIRST_CROPPED ? bytes : await cropped(bytes, random), random);
        }),
      );
    if (most !== null) return journeys(original, JOURNEYS);
    const saved = (one: Original): View =>
      view(one, 'saved', async () => savedAgain(await one.bytes(), seededRandom(file, 'saved')));
    const views = [
      ...journeys(original, JOURNEYS),
      view(original, 'published', original.bytes),
      saved(original),
      view(original, 'out of focus', async () => {
        const random = seededRandom(file, 'out of focus');
        return savedAgain(await outOfFocus(await original.bytes(), random), random);
      }),
    ];
    if (original.generated || !seededRandom(file, 'is up-convolved').chance(UP_CONVOLVED_SHARE)) return views;
    const twin = upConvolvedTwin(original);
    return [...views, view(twin, '', twin.bytes), saved(twin), ...journeys(twin, 1)];
  });
}

/** For judging: every picture in the given tiers, and every fourth photograph also up-convolved. */
export function tierViews(
  corpus: string,
  pictures: CorpusPicture[],
  tiers: readonly Tier[] = TIERS,
): TierView[] {
  return pictures.flatMap((picture, i) => {
    const original = originalOf(corpus, picture);
    const twins = original.generated || i % 4 !== 0 ? [] : [upConvolvedTwin(original)];
    return [original, ...twins].flatMap((one) =>
      tiers.map((tier) => ({
        ...view(one, tier, async () =>
          asInTier(await one.bytes(), tier, seededRandom(one.file, one.kind, tier)),
        ),
        tier,
      })),
    );
  });
}

type Original = Omit<View, 'key' | 'condition'> & { kind: '' | 'up-convolved' };

function originalOf(corpus: string, picture: CorpusPicture): Original {
  return {
    corpus,
    file: relative(corpus, picture.path),
    kind: '',
    picture,
    upConvolved: false,
    generated: picture.label === 'ai',
    bytes: async () => new Uint8Array(readFileSync(picture.path)),
  };
}

const upConvolvedTwin = (original: Original): Original => ({
  ...original,
  kind: 'up-convolved',
  upConvolved: true,
  generated: true,
  async bytes() {
    const random = seededRandom(original.file, 'up-convolution');
    const kind = random.chance(0.5) ? 'transposed' : 'nearest';
    return upConvolve(await original.bytes(), kind, random);
  },
});

function view({ kind, ...original }: Original, name: string, bytes: View['bytes']): View {
  const condition = [kind, name].filter(Boolean).join(' ');
  return { ...original, condition, key: [original.corpus, original.file, condition].join(' '), bytes };
}

/** At most `count` pictures of each source and label, the same ones every time. */
function some(pictures: CorpusPicture[], folder: string, count: number): CorpusPicture[] {
  const kept = new Map<string, number>();
  const order = pictures.map((picture) => ({ picture, key: digest(relative(folder, picture.path)) }));
  order.sort((a, b) => (a.key < b.key ? -1 : 1));
  return order
    .map(({ picture }) => picture)
    .filter(({ source, label }) => {
      const group = `${source} ${label}`;
      kept.set(group, (kept.get(group) ?? 0) + 1);
      return (kept.get(group) ?? 0) <= count;
    });
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
