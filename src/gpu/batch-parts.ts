import { halfPlaneWidth, radialBinCount, ringCount } from '../spectrum/rings.ts';
import type { TileSide } from '../spectrum/spectra.ts';
import { POINTS_PER_WORKGROUP } from './pipelines.ts';

/** Bytes that each tile takes in the buffers of a batch. */
export function bytesPerTile(side: TileSide) {
  const halfPlane = side * halfPlaneWidth(side);
  return {
    rgba: 4 * side * side,
    rowMeanSums: 4,
    rowSpectra: 8 * halfPlane,
    amplitudes: 4 * halfPlane,
    azimuthalAverages: 4 * ringCount(side),
    reducedSpectra: 4 * radialBinCount(side),
  };
}

/** Workgroups that each stage takes for `count` tiles. Radial means take one for a bin (x) of a tile (y). */
export function workgroups(side: TileSide, count: number) {
  const points = count * side * side;
  return {
    pedestal: points / POINTS_PER_WORKGROUP,
    rowTransform: points / 2 / POINTS_PER_WORKGROUP,
    columnTransform: Math.ceil((count * side * halfPlaneWidth(side)) / POINTS_PER_WORKGROUP),
  };
}

/**
 * Most tiles of a side that a device takes at once.
 *
 * @throws Error naming both numbers where not even one fits.
 */
export function largestPart(limits: GPUSupportedLimits, side: TileSide): number {
  const bytes = Math.max(...Object.values(bytesPerTile(side)));
  const bytesAllowed = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  const groups = Math.max(...Object.values(workgroups(side, 1)), ringCount(side), radialBinCount(side));
  const groupsAllowed = limits.maxComputeWorkgroupsPerDimension;
  if (bytes > bytesAllowed) {
    throw new Error(`a tile of ${side}² needs a buffer of ${bytes} bytes, the GPU allows ${bytesAllowed}`);
  }
  if (groups > groupsAllowed) {
    throw new Error(`a tile of ${side}² needs ${groups} workgroups, the GPU allows ${groupsAllowed}`);
  }
  const workgroupsPerTile = workgroups(side, 1).pedestal;
  return Math.min(Math.floor(bytesAllowed / bytes), Math.floor(groupsAllowed / workgroupsPerTile));
}
