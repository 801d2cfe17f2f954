import type { FalsePositiveRate } from '../analysis.ts';
import type { PictureReport } from '../messages.ts';
import { measurementOf, type PictureStatus, statusOf } from './picture-status.ts';

const RANK: Record<PictureStatus, number> = {
  generated: 0,
  suspicious: 0,
  'no sign found': 1,
  analysing: 2,
  waiting: 3,
  "can't tell": 4,
};

/**
 * Pictures as the reader wants them: flagged, then the rest, each by falling probability; then those without a
 * verdict yet; then those that can't be judged. Equals keep their order.
 */
export function orderPictures(pictures: Iterable<PictureReport>, rate: FalsePositiveRate): PictureReport[] {
  const rank = (picture: PictureReport): number => RANK[statusOf(picture, rate)];
  const probability = (picture: PictureReport): number => measurementOf(picture)?.probability ?? 0;
  return [...pictures].sort((a, b) => rank(a) - rank(b) || probability(b) - probability(a));
}
