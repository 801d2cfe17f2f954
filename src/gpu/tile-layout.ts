import { CHANNEL_PAIRS, CHANNELS } from '../spectrum/channels.ts';
import { DIRECTIONS, HARMONICS, MAP_SIDE } from '../spectrum/plane-bins.ts';
import { halfPlaneWidth, radialBinCount, ringCount } from '../spectrum/rings.ts';
import type { TileSide } from '../spectrum/spectra.ts';

/** Planes that are transformed, PLANES in planes.wgsl: the channels, and luma reordered for the DCT. */
export const PLANES = CHANNELS.length + 1;
/** Numbers that the transforms need of a tile, LEVELS in planes.wgsl. */
const LEVELS = CHANNELS.length + 2;
/** Rows that a workgroup tallies, BAND in tallies.wgsl. */
export const BAND_ROWS = 8;
/** Numbers that come of a band, TALLIES in tallies.wgsl. */
export const TALLIES = 7;

const MAP_CELLS = MAP_SIDE * MAP_SIDE;

/** Lengths of what a tile's results consist of, in their order. */
export function resultLengths(side: TileSide) {
  const bins = radialBinCount(side);
  return {
    azimuthalAverage: ringCount(side),
    directions: DIRECTIONS,
    logMap: MAP_CELLS,
    harmonicPeaks: HARMONICS,
    harmonicSurroundings: HARMONICS,
    reducedSpectrum: bins,
    logSpectrum: CHANNELS.length * bins,
    powerSpectrum: CHANNELS.length * bins,
    crossSpectrum: CHANNEL_PAIRS.length * bins,
    dctMap: MAP_CELLS,
  };
}

/** Where the shaders' shares begin among the results of a tile, in numbers. */
export function tileLayout(side: TileSide) {
  const lengths = resultLengths(side);
  const logarithms = lengths.azimuthalAverage + lengths.directions + lengths.logMap;
  const lists = logarithms + lengths.harmonicPeaks + lengths.harmonicSurroundings;
  const results = Object.values(lengths).reduce((sum, length) => sum + length, 0);
  return {
    /** Lists of luma's positions whose logarithms are averaged; the others' powers are. */
    logarithms,
    lists,
    radial: lists,
    dct: results - lengths.dctMap,
    results,
  };
}

/** Bytes that each tile takes in the buffers of a batch. */
export function bytesPerTile(side: TileSide) {
  return {
    rgba: 4 * side * side,
    levels: 4 * LEVELS,
    tallies: 4 * TALLIES * (side / BAND_ROWS),
    spectra: 8 * PLANES * side * halfPlaneWidth(side),
    results: 4 * tileLayout(side).results,
  };
}
