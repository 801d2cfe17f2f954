import type { Batch, Entry } from './contestant.ts';
import { halfPlaneError } from './half-plane-error.ts';

/** Single precision leaves some 1e-6; where sines of large angles are taken by the GPU, some 1e-3. A wrong DFT is off by 1. */
const TOLERANCE = 1e-2;

/** How a library's DFT is run, and how its result is read. */
export interface Transform {
  run(): unknown;
  /** The DFT of one plane: its half plane as interleaved complex numbers, `side × (side/2 + 1) × 2`. */
  halfPlane(plane: number): Promise<ArrayLike<number>> | ArrayLike<number>;
  leave?(): unknown;
}

/** Enters a DFT: it is judged by the first and the last plane. */
export function transformEntry(
  { tiles: { side }, planes }: Batch,
  { run, halfPlane, leave = () => {} }: Transform,
): Entry {
  const pixels = side * side;
  return {
    run,
    async worstError() {
      let worst = 0;
      for (const plane of [0, planes.length / pixels - 1]) {
        const values = planes.subarray(plane * pixels, (plane + 1) * pixels);
        worst = Math.max(worst, halfPlaneError(values, side, await halfPlane(plane)));
      }
      return worst;
    },
    tolerance: TOLERANCE,
    leave,
  };
}
