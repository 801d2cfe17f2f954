import type { ReadablePicture } from './tower-picture.ts';

/**
 * A decoded picture whose pixels can be read by rectangles, at native resolution, as the file has them: not turned as its
 * EXIF data says, which would move the grid of a JPEG's blocks.
 */
export interface DecodedPicture extends ReadablePicture {
  /** Where a GPU may copy tiles from: present only where that gives the very bytes of `readRect`, all of them opaque. */
  copySource?: ImageBitmap;
  /** A small upright copy for display; absent where nothing is displayed. */
  thumbnail?(): Promise<Blob>;
  close(): void;
}
