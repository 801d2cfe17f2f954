import { collectBins, halfPlaneWidth, type PlaneBinning } from './rings.ts';

/** Directions of the angular profile, over half a turn. */
export const DIRECTIONS = 36;

/**
 * Sectors of `180°/DIRECTIONS`, sector `d` from `d` times that on, measured from the horizontal frequency axis; radii from
 * an eighth of the side to a half. Opposite directions are one.
 */
export const directionBins = (side: number): PlaneBinning =>
  collectBins(side, DIRECTIONS, (kx, ky) => {
    const radius = Math.hypot(kx, ky);
    if (radius < side / 8 || radius > side / 2) return -1;
    const turn = Math.atan2(ky, kx) / Math.PI;
    return Math.floor((turn < 0 ? turn + 1 : turn) * DIRECTIONS) % DIRECTIONS;
  });

/** Cells along each side of a 2-D map. */
export const MAP_SIDE = 32;

/** Cells of one quadrant, the four folded together by `|kx|`, `|ky|`; Nyquist joins the last cell. Row = vertical. */
export function mapCells(side: number): PlaneBinning {
  const cell = (k: number): number => Math.min(MAP_SIDE - 1, Math.floor((Math.abs(k) * 2 * MAP_SIDE) / side));
  return collectBins(side, MAP_SIDE * MAP_SIDE, (kx, ky) => cell(ky) * MAP_SIDE + cell(kx));
}

/** Harmonics along each axis: multiples 0 … 8 of `side/16`, up to Nyquist. */
const HARMONIC_STEPS = 9;
/** All pairs of multiples but DC: harmonic `h` is at `(h + 1) % 9` horizontally and `⌊(h + 1) / 9⌋` vertically. */
export const HARMONICS = HARMONIC_STEPS ** 2 - 1;

/** The harmonics themselves, both mirror images `±ky` together. */
export const harmonicPeaks = (side: number): PlaneBinning => harmonicLists(side, [[0, 0]]);

/** The 5×5 bins around each harmonic, without the harmonic, around the plane's edges where it lies there. */
export const harmonicSurroundings = (side: number): PlaneBinning =>
  harmonicLists(
    side,
    Array.from({ length: 25 }, (_, i) => [(i % 5) - 2, Math.floor(i / 5) - 2] as const).filter(
      ([x, y]) => x !== 0 || y !== 0,
    ),
  );

function harmonicLists(side: number, offsets: (readonly [number, number])[]): PlaneBinning {
  const width = halfPlaneWidth(side);
  const lists = Array.from({ length: HARMONICS }, (_, h) => {
    const [kx, ky] = [
      ((h + 1) % HARMONIC_STEPS) * (side / 16),
      Math.floor((h + 1) / HARMONIC_STEPS) * (side / 16),
    ];
    return [ky, -ky].flatMap((row) =>
      offsets.map(([dx, dy]) => {
        const [x, y] = [(kx + dx + side) % side, (row + dy + side) % side];
        return x > side / 2 ? ((side - y) % side) * width + (side - x) : y * width + x;
      }),
    );
  });
  const starts = new Uint32Array(HARMONICS + 1);
  for (const [h, list] of lists.entries()) starts[h + 1] = starts[h] + list.length;
  return {
    bins: HARMONICS,
    starts,
    positions: Uint32Array.from(lists.flatMap((list) => list.sort((a, b) => a - b))),
  };
}
