import type { ReadablePicture } from './tower-picture.ts';

/**
 * A decoded picture whose pixels can be read tile by tile, at native resolution, as the file has them: not turned as its
 * EXIF data says, which would move the grid of a JPEG's blocks.
 */
export interface DecodedPicture extends ReadablePicture {
  /** Writes `side²` RGBA pixels (not premultiplied, no colour conversion) from `(x, y)` on to `out`. */
  readTile(x: number, y: number, side: number, out: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Where a GPU may copy tiles from: present only where that gives the very bytes of `readTile`, all of them opaque. */
  copySource?: ImageBitmap;
  /** A small upright copy for display; absent where nothing is displayed. */
  thumbnail?(): Promise<Blob>;
  close(): void;
}
