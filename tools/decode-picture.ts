import sharp from 'sharp';
import type { DecodedPicture } from '../src/engine/decoded-picture.ts';

/**
 * Decodes a file in Node as browsers do: first frame, not turned, no colour management.
 * @throws Error where the file is damaged
 */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedPicture> {
  const { data, info } = await sharp(bytes, { failOn: 'truncated', limitInputPixels: false })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    width,
    height,
    async readTile(x, y, side, out) {
      for (let row = 0; row < side; row++) {
        const from = ((y + row) * width + x) * 4;
        out.set(data.subarray(from, from + side * 4), row * side * 4);
      }
    },
    close() {},
  };
}
