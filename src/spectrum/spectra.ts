/** Sides, in pixels, of the squares that an analyzer transforms. */
export const TILE_SIDES = [128, 256, 512, 1024] as const;
export type TileSide = (typeof TILE_SIDES)[number];

/** Taper applied to a tile before its transform; the papers use none. */
export type Window = 'none' | 'hann';

/** Equally large square tiles of one or several pictures. */
export interface TileBatch {
  side: TileSide;
  count: number;
  /** 8-bit RGBA, `count × side × side × 4` bytes, row-major, alpha ignored. */
  rgba: Uint8Array;
}

/**
 * What an analyzer measures of each tile, `count` rows of each quantity laid end to end. `docs/spectra.md` defines
 * them; `F` is the unnormalised DFT of a channel in 0..255 times the window, with `|F|` held above
 * `amplitudeFloor(side)` wherever a logarithm is taken. Lengths come from `rings.ts` and `plane-bins.ts`.
 */
export interface Spectra {
  side: TileSide;
  count: number;
  /**
   * Azimuthal average of luma (Durall 2020, eq. 2, as published): mean over a ring of `20·ln|F|`.
   * `count × ringCount(side)`.
   */
  azimuthalAverage: Float32Array;
  /**
   * Reduced spectrum of luma (Dzanic 2020, §2.3.2): mean over a radial bin of `|F| / |F(0)|`.
   * `count × radialBinCount(side)`; all zeros for a black tile.
   */
  reducedSpectrum: Float32Array;
  /** Mean over a radial bin of `20·ln|F|`, for each channel. `count × 4 × radialBinCount(side)`. */
  logSpectrum: Float32Array;
  /** Mean over a radial bin of `|F|²`, for each channel. `count × 4 × radialBinCount(side)`. */
  powerSpectrum: Float32Array;
  /** Mean over a radial bin of `Re(F_a · conj F_b)`, for each of `CHANNEL_PAIRS`. `count × 3 × radialBinCount(side)`. */
  crossSpectrum: Float32Array;
  /** Mean of `20·ln|F|` of luma over each direction's sector. `count × DIRECTIONS`. */
  directions: Float32Array;
  /**
   * Harmonic peaks of luma at multiples of `side/16`: `harmonicLevel` of the power at the peak and the mean power around.
   * `count × HARMONICS`.
   */
  harmonics: Float32Array;
  /** Folded 2-D map of luma: mean of `20·ln|F|` over each cell of one quadrant. `count × MAP_SIDE × MAP_SIDE`. */
  logMap: Float32Array;
  /**
   * 2-D map of luma's orthonormal DCT-II: `½·ln` of the mean of `D²` over each cell. Not the mean of `ln|D|`, which one
   * real coefficient that happens to vanish would upset. `count × MAP_SIDE × MAP_SIDE`.
   */
  dctMap: Float32Array;
  /** `STATISTICS` of luma. `count × 5`. */
  statistics: Float32Array;
}

/** What is measured, by its name in `Spectra`. */
export type Quantity = Exclude<keyof Spectra, 'side' | 'count'>;

/** Names of a tile's statistics, in their order. */
export const STATISTICS = [
  /** In grey levels. */
  'mean',
  /** In squared grey levels, over all pixels. */
  'variance',
  /** Share of pixels below half a grey level. */
  'black',
  /** Share of pixels above 254.5 grey levels. */
  'white',
  /** Share of 8×8 blocks, from the tile's corner on, in which all pixels have the same luma. */
  'flatness',
] as const;

export interface AnalyzeOptions {
  /** Timestamps of the whole batch are written to entries 0 and 1; ignored by the CPU. */
  querySet?: GPUQuerySet;
}

/** Tiles in, spectra out. The GPU's and the CPU's analyzer are interchangeable. */
export interface SpectrumAnalyzer {
  readonly kind: 'gpu' | 'cpu';
  /**
   * @throws RangeError where the batch's side is unsupported or `rgba` has the wrong length.
   * @throws Error where the device was lost or refused the work.
   */
  analyze(tiles: TileBatch, options?: AnalyzeOptions): Promise<Spectra>;
  destroy(): void;
}

/**
 * Smallest amplitude `|F|` that single precision can tell from zero: an 8-bit picture's spectrum has an RMS of
 * at most `128·side`, and both transforms carry rounding of a few 2⁻²³ of it. Smaller amplitudes are raised to
 * this floor, so that empty bins agree between GPU and CPU.
 */
export const amplitudeFloor = (side: number): number => side / 8192;

/** The same for a cell's RMS of the orthonormal DCT-II, whose scale does not grow with the side. */
export const DCT_FLOOR = 1 / 8192;

/** @throws RangeError unless the side is supported and the bytes are as many as it says. */
export function checkTileBatch({ side, count, rgba }: TileBatch): void {
  if (!TILE_SIDES.includes(side))
    throw new RangeError(`tile side ${side} is none of ${TILE_SIDES.join(', ')}`);
  const expected = count * side * side * 4;
  if (rgba.length !== expected) {
    throw new RangeError(`${count} tiles of ${side}² need ${expected} bytes, got ${rgba.length}`);
  }
}
