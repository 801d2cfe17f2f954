import type { TileBatch } from '../src/spectrum/spectra.ts';

/** What all contestants work on. */
export interface Batch {
  tiles: TileBatch;
  /** `PLANES_PER_TILE` real planes of each tile, one after the other, row-major. */
  planes: Float32Array<ArrayBuffer>;
}

/** As many as a tile has channels, whose DFT our own paths take; the DCT that they take besides is not asked of others. */
export const PLANES_PER_TILE = 4;

/** An implementation to be timed: one of our own paths from pixels to spectra, or a library's DFT of the planes. */
export interface Contestant {
  readonly name: string;
  /**
   * Gets ready for one batch.
   * @throws Error where it can't run here
   */
  enter(batch: Batch): Promise<Entry>;
}

/** A contestant with its input laid ready. */
export interface Entry {
  /** What is timed: from the input to a finished result, wherever that lies. */
  run(): unknown;
  /** Worst error of a run's result, relative to double precision. */
  worstError(): Promise<number> | number;
  /** The error from which on the result counts as wrong. */
  readonly tolerance: number;
  leave(): unknown;
}
