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

/** What an analyzer measures. Lengths come from `ringCount` and `reducedBinCount` in `rings.ts`. */
export interface Spectra {
  side: TileSide;
  count: number;
  /**
   * Azimuthal average (Durall 2020, eq. 4, as published): mean over a ring of `20·ln|F|`,
   * `F` the unnormalised DFT of luma in 0..255. `count × ringCount(side)`.
   * `|F|` is held above `amplitudeFloor(side)`.
   */
  azimuthalAverage: Float32Array;
  /**
   * Reduced spectrum (Dzanic 2020, §2.3.2): mean over a radial bin of `|F| / |F(0)|`.
   * `count × reducedBinCount(side)`; all zeros for a black tile.
   */
  reducedSpectrum: Float32Array;
}

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

/** @throws RangeError unless the side is supported and the bytes are as many as it says. */
export function checkTileBatch({ side, count, rgba }: TileBatch): void {
  if (!TILE_SIDES.includes(side))
    throw new RangeError(`tile side ${side} is none of ${TILE_SIDES.join(', ')}`);
  const expected = count * side * side * 4;
  if (rgba.length !== expected) {
    throw new RangeError(`${count} tiles of ${side}² need ${expected} bytes, got ${rgba.length}`);
  }
}
