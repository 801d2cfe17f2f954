import sharp from 'sharp';
import type { Random } from './random.ts';

/** How a decoder enlarges its feature maps (Durall 2020, §2.3). */
export type UpConvolution = 'transposed' | 'nearest';

/**
 * Passes a photograph through the last up-sampling unit of an image generator: it is shrunk to half and brought back
 * by an up-convolution with a kernel drawn at random, as training would find it only approximately.
 * `transposed`: zeros are inserted between the samples ("bed of nails"), then a 4×4 convolution.
 * `nearest`: each sample is doubled, then a 3×3 convolution.
 * @param bytes an encoded picture; sides are cut to even numbers
 * @returns a PNG file of the same size
 */
export async function upConvolve(
  bytes: Uint8Array,
  kind: UpConvolution,
  random: Random,
): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  const [w, h] = [Math.floor(width / 2), Math.floor(height / 2)];
  const { data } = await sharp(bytes, { failOn: 'none' })
    .toColourspace('srgb')
    .flatten()
    .resize({ width: w, height: h, fit: 'fill', kernel: 'lanczos3' })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const kernel =
    kind === 'transposed'
      ? randomKernel([0.25, 0.75, 0.75, 0.25], 4, random)
      : randomKernel([0, 1, 0], 1, random);
  const size = Math.sqrt(kernel.length);
  const out = new Uint8ClampedArray(4 * w * h * 3);
  const reach = Math.floor((size - 1) / 2);
  for (let y = 0; y < 2 * h; y++) {
    for (let x = 0; x < 2 * w; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let j = 0; j < size; j++) {
          const sourceY = Math.min(2 * h - 1, Math.max(0, y + j - reach));
          if (kind === 'transposed' && sourceY % 2 === 1) continue;
          for (let i = 0; i < size; i++) {
            const sourceX = Math.min(2 * w - 1, Math.max(0, x + i - reach));
            if (kind === 'transposed' && sourceX % 2 === 1) continue;
            sum += kernel[j * size + i] * data[((sourceY >> 1) * w + (sourceX >> 1)) * 3 + channel];
          }
        }
        out[(y * 2 * w + x) * 3 + channel] = Math.round(sum);
      }
    }
  }
  return sharp(out, { raw: { width: 2 * w, height: 2 * h, channels: 3 } })
    .png()
    .toBuffer();
}

/** Outer product of an interpolation kernel with itself, each weight shaken, scaled to sum `gain`. */
function randomKernel(line: number[], gain: number, random: Random): number[] {
  const strength = random.between(0.05, 0.25);
  const weights = line.flatMap((a) => line.map((b) => a * b + strength * random.between(-1, 1)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight * gain) / sum);
}
