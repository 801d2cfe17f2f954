import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const require = createRequire(import.meta.url);
const PHOTOGRAPHS = join(dirname(require.resolve('simplelightbox/package.json')), 'demo/img/full');

/** A camera's picture at about a third of its pixels, so that its spectrum is that of the scene. */
export function photograph(number: 1 | 2 | 3 | 4 | 5 | 6, width = 640): Promise<Buffer> {
  return sharp(join(PHOTOGRAPHS, `0${number}.jpg`))
    .resize(width)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/**
 * A photograph enlarged as a generator's last layers would: zeros between its pixels, then a short kernel. That
 * copies the spectrum's inside to its rim, where a photograph has next to nothing.
 */
export async function upConvolved(number: 1 | 2 | 3 | 4 | 5 | 6, side = 640): Promise<Buffer> {
  const small = side / 2;
  const { data } = await sharp(join(PHOTOGRAPHS, `0${number}.jpg`))
    .resize(small, small, { fit: 'cover' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const spread = new Float32Array(side * side * 3);
  for (let y = 0; y < small; y++) {
    for (let x = 0; x < small; x++) {
      for (let channel = 0; channel < 3; channel++) {
        spread[(2 * y * side + 2 * x) * 3 + channel] = data[(y * small + x) * 3 + channel] ?? 0;
      }
    }
  }
  const enlarged = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < 3; channel++) {
        enlarged[(y * side + x) * 3 + channel] = Math.min(255, convolve(spread, side, x, y, channel));
      }
    }
  }
  return sharp(enlarged, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Weights sum to 4, for three of four pixels are zero. */
const KERNEL = [
  [0.22, 0.5, 0.22],
  [0.5, 1.12, 0.5],
  [0.22, 0.5, 0.22],
];

function convolve(values: Float32Array, side: number, x: number, y: number, channel: number): number {
  let sum = 0;
  for (const [dy, row] of KERNEL.entries()) {
    for (const [dx, weight] of row.entries()) {
      const column = x + dx - 1;
      const line = y + dy - 1;
      if (column < 0 || line < 0 || column >= side || line >= side) continue;
      sum += weight * (values[(line * side + column) * 3 + channel] ?? 0);
    }
  }
  return sum;
}
