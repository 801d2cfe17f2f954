import sharp from 'sharp';
import type { TierView } from '../train/views.ts';
import type { JudgedView } from './judge-views.ts';

/** Longest sides of smaller versions, as galleries serve them. */
const LONGEST_SIDES = [256, 512, 1024];

/** One label's pictures, each judged in several sizes. */
export interface SizeAgreement {
  label: 'generated' | 'real';
  pictures: number;
  /** Pictures whose verdict is not the same in all sizes. */
  changed: number;
  /** Of those: one size is called generated, another one shows no sign. */
  contradicted: number;
}

/** The same views in several sizes: smaller JPEGs of quality 85, and as they are. Views keep their order. */
export const sizedViews = (views: TierView[]): TierView[][] => [
  ...LONGEST_SIDES.map((side) =>
    views.map((view) => ({ ...view, bytes: async () => shrunkTo(side, await view.bytes()) })),
  ),
  views,
];

function shrunkTo(side: number, bytes: Uint8Array): Promise<Uint8Array> {
  return sharp(bytes, { failOn: 'none' })
    .toColourspace('srgb')
    .flatten()
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** @param sizes the judged views of each size, in the same order */
export function sizeAgreement(sizes: JudgedView[][]): SizeAgreement[] {
  const verdicts = sizes[0].map((_, i) => new Set(sizes.map((judged) => judged[i].verdict)));
  return (['generated', 'real'] as const).map((label) => {
    const mine = verdicts.filter((_, i) => sizes[0][i].generated === (label === 'generated'));
    return {
      label,
      pictures: mine.length,
      changed: mine.filter(({ size }) => size > 1).length,
      contradicted: mine.filter((found) => found.has('generated') && found.has('no sign found')).length,
    };
  });
}
