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
  /** Set for `val` only. */
  tier: Tier | null;
  bytes(): Promise<Uint8Array>;
}

const JOURNEYS = 2;

/**
 * Views of every picture. For training: as published, and after random journeys through the web; every second
 * photograph also up-convolved. For validation: the three tiers, photographs up-convolved as a control.
 */
export function viewsOf(corpus: string, pictures: CorpusPicture[]): View[] {
  return pictures.flatMap((picture, i) => {
    const file = relative(corpus, picture.path);
    const published = async (): Promise<Uint8Array> => new Uint8Array(readFileSync(picture.path));
    const upConvolved = async (): Promise<Uint8Array> => {
      const random = seededRandom(file, 'up-convolution');
      return upConvolve(await published(), random.chance(0.5) ? 'transposed' : 'nearest', random);
    };
    const conditions = (bytes: () => Promise<Uint8Array>, kind: string, up: boolean): View[] => {
      const view = (condition: string, tier: Tier | null, through: View['bytes']): View => {
        const key = [file, kind, condition].filter(Boolean).join(' ');
        return {
          key,
          picture,
          upConvolved: up,
          generated: up || picture.label === 'ai',
          tier,
          bytes: through,
        };
      };
      if (picture.split === 'val') {
        return TIERS.map((tier) =>
          view(tier, tier, async () => asInTier(await bytes(), tier, seededRandom(file, kind, tier))),
        );
      }
      return [
        view('published', null, bytes),
        ...Array.from({ length: JOURNEYS }, (_, journey) =>
          view(`journey ${journey}`, null, async () =>
            travelled(await bytes(), seededRandom(file, kind, journey)),
          ),
        ),
      ];
    };
    const views = conditions(published, '', false);
    if (picture.label === 'real' && i % 2 === 0) views.push(...conditions(upConvolved, 'up-convolved', true));
    return views;
  });
}
