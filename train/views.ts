import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { CorpusPicture } from './corpus.ts';
import { asInTier, TIERS, type Tier, travelled } from './mill.ts';
import { seededRandom } from './random.ts';
import { upConvolve } from './up-convolution.ts';

/** One picture in one condition: what is measured, trained on and judged. */
export interface View {
  /** Unique and reproducible: file, condition. */
  key: string;
  picture: CorpusPicture;
  /** Made by our own up-convolution from a real photograph: generated, of a kind that is known for sure. */
  upConvolved: boolean;
  generated: boolean;
  bytes(): Promise<Uint8Array>;
}

export interface TierView extends View {
  tier: Tier;
}

const JOURNEYS = 2;

/** For training: training pictures as published, and after random journeys through the web. */
export function trainingViews(corpus: string, pictures: CorpusPicture[]): View[] {
  return originals(corpus, pictures)
    .filter(({ picture }) => picture.split === 'train')
    .flatMap(({ file, kind, bytes, ...about }) => [
      { ...about, key: keyOf(file, kind, 'published'), bytes },
      ...Array.from({ length: JOURNEYS }, (_, journey) => ({
        ...about,
        key: keyOf(file, kind, `journey ${journey}`),
        bytes: async () => travelled(await bytes(), seededRandom(file, kind, journey)),
      })),
    ]);
}

/** For judging: every picture in the given tiers. */
export function tierViews(
  corpus: string,
  pictures: CorpusPicture[],
  tiers: readonly Tier[] = TIERS,
): TierView[] {
  return originals(corpus, pictures).flatMap(({ file, kind, bytes, ...about }) =>
    tiers.map((tier) => ({
      ...about,
      tier,
      key: keyOf(file, kind, tier),
      bytes: async () => asInTier(await bytes(), tier, seededRandom(file, kind, tier)),
    })),
  );
}

const keyOf = (...words: string[]): string => words.filter(Boolean).join(' ');

type Original = Omit<View, 'key'> & { file: string; kind: string };

/** Every picture as published; every second photograph also up-convolved. */
function originals(corpus: string, pictures: CorpusPicture[]): Original[] {
  return pictures.flatMap((picture, i): Original[] => {
    const file = relative(corpus, picture.path);
    const published = async (): Promise<Uint8Array> => new Uint8Array(readFileSync(picture.path));
    const upConvolved = async (): Promise<Uint8Array> => {
      const random = seededRandom(file, 'up-convolution');
      return upConvolve(await published(), random.chance(0.5) ? 'transposed' : 'nearest', random);
    };
    const generated = picture.label === 'ai';
    const original = { picture, file, kind: '', upConvolved: false, generated, bytes: published };
    if (generated || i % 2 === 1) return [original];
    return [
      original,
      { ...original, kind: 'up-convolved', upConvolved: true, generated: true, bytes: upConvolved },
    ];
  });
}
