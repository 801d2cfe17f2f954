import { halfPlaneWidth } from '../spectrum/rings.ts';
import type { TileSide } from '../spectrum/spectra.ts';
import { POINTS_PER_WORKGROUP } from './pipelines.ts';
import { BAND_ROWS, bytesPerTile, PLANES, tileLayout } from './tile-layout.ts';

/** Workgroups that each stage takes for `count` tiles. Means take one for a list of positions (x) of a tile (y). */
export function workgroups(side: TileSide, count: number) {
  const planes = count * PLANES;
  return {
    tallies: (count * side) / BAND_ROWS,
    rowTransform: (planes * side * side) / 2 / POINTS_PER_WORKGROUP,
    columnTransform: Math.ceil((planes * side * halfPlaneWidth(side)) / POINTS_PER_WORKGROUP),
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
  const groupsPerTile = Math.max(...Object.values(workgroups(side, 1)));
  const groups = Math.max(groupsPerTile, tileLayout(side).lists);
  const groupsAllowed = limits.maxComputeWorkgroupsPerDimension;
  if (bytes > bytesAllowed) {
    throw new Error(`a tile of ${side}² needs a buffer of ${bytes} bytes, the GPU allows ${bytesAllowed}`);
  }
  if (groups > groupsAllowed) {
    throw new Error(`a tile of ${side}² needs ${groups} workgroups, the GPU allows ${groupsAllowed}`);
  }
  return Math.min(Math.floor(bytesAllowed / bytes), Math.floor(groupsAllowed / groupsPerTile));
}
