import { directionBins, harmonicPeaks, harmonicSurroundings, mapCells } from '../spectrum/plane-bins.ts';
import { azimuthalRings, type PlaneBinning } from '../spectrum/rings.ts';
import type { TileSide } from '../spectrum/spectra.ts';

/** All lists of positions over which luma alone is averaged, one kind after the other as in `resultLengths`. */
export function lumaLists(side: TileSide): PlaneBinning {
  const kinds = [azimuthalRings, directionBins, mapCells, harmonicPeaks, harmonicSurroundings].map((kind) =>
    kind(side),
  );
  const bins = kinds.reduce((sum, kind) => sum + kind.bins, 0);
  const starts = new Uint32Array(bins + 1);
  const positions = new Uint32Array(kinds.reduce((sum, kind) => sum + kind.positions.length, 0));
  let [bin, filled] = [0, 0];
  for (const kind of kinds) {
    for (let own = 0; own < kind.bins; own++) starts[bin++] = filled + kind.starts[own];
    positions.set(kind.positions, filled);
    filled += kind.positions.length;
  }
  starts[bin] = filled;
  return { bins, starts, positions };
}
