import sharp from 'sharp';
import type { DecodedPicture } from '../src/engine/decoded-picture.ts';
import { decodeBmp } from './decode-bmp.ts';

/**
 * Decodes a file in Node as browsers do: first frame, not turned, no colour management, nothing that is cut short. Pixels
 * equal Chromium's byte by byte, with two exceptions. AVIF is off by one level here and there. CMYK is up to 60 levels off,
 * for each mixes inks by a press of its own; the spectrum's shape stays, and probabilities differ by some hundredths.
 * @throws Error where the file is damaged
 */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedPicture> {
  const { data, width, height } = await decode(bytes);
  const readRect: DecodedPicture['readRect'] = async (x, y, columns, rows, out) => {
    for (let row = 0; row < rows; row++) {
      const from = ((y + row) * width + x) * 4;
      out.set(data.subarray(from, from + columns * 4), row * columns * 4);
    }
  };
  return {
    width,
    height,
    readTile: (x, y, side, out) => readRect(x, y, side, side, out),
    readRect,
    close() {},
  };
}

interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

async function decode(bytes: Uint8Array): Promise<Pixels> {
  // A laxer sharp lets wrong checksums pass; a stricter one stops at JPEGs that browsers show.
  const file = sharp(bytes, { failOn: 'error', limitInputPixels: false, ignoreIcc: true });
  const format = await file.metadata().then(
    (metadata) => metadata.format,
    () => null,
  );
  if (format === null) return decodeBmp(bytes);
  // The one missing part that sharp forgives and browsers don't.
  if (format === 'png' && !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('IEND')) {
    throw new Error('a PNG without its end');
  }
  const { data, info } = await file
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
