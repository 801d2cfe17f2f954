import type { DecayParameters } from '../spectrum/decay-fit.ts';

/** Labelled decay parameters of training pictures; distances are taken after standardising. */
export interface NearestNeighbours {
  k: number;
  mean: [b1: number, b2: number];
  deviation: [b1: number, b2: number];
  /** As many generated as real ones. */
  points: [b1: number, b2: number, generated: 0 | 1][];
}

/** Share of generated pictures among the `k` nearest training pictures (Dzanic 2020: k = 5). */
export function generatedShare(
  { k, deviation, points }: NearestNeighbours,
  { b1, b2 }: DecayParameters,
): number {
  const nearest = Array.from({ length: k }, () => ({ distance: Number.POSITIVE_INFINITY, generated: 0 }));
  for (const [p1, p2, generated] of points) {
    const distance = ((p1 - b1) / deviation[0]) ** 2 + ((p2 - b2) / deviation[1]) ** 2;
    let rank = k - 1;
    if (distance >= nearest[rank].distance) continue;
    while (rank > 0 && nearest[rank - 1].distance > distance) rank--;
    nearest.splice(rank, 0, { distance, generated });
    nearest.pop();
  }
  return nearest.reduce((sum, { generated }) => sum + generated, 0) / k;
}
