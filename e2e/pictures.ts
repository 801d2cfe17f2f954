import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../train/random.ts';
import { upConvolve } from '../train/up-convolution.ts';

const require = createRequire(import.meta.url);
const PHOTOGRAPHS = join(dirname(require.resolve('simplelightbox/package.json')), 'demo/img/full');

/** A camera's picture at about a third of its pixels, so that its spectrum is that of the scene. */
export function photograph(number: 1 | 2 | 3 | 4 | 5 | 6, width = 640): Promise<Buffer> {
  return sharp(join(PHOTOGRAPHS, `0${number}.jpg`))
    .resize(width)
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A photograph as a generator's last layer would give it back; PNG. */
export async function upConvolved(number: 1 | 2 | 3 | 4 | 5 | 6, side = 640): Promise<Buffer> {
  const square = await sharp(join(PHOTOGRAPHS, `0${number}.jpg`))
    .resize(side, side, { fit: 'cover' })
    .png()
    .toBuffer();
  return Buffer.from(await upConvolve(square, 'transposed', seededRandom('e2e', number)));
}

/** A picture that is transparent but for a few words' worth of white in its middle, as PNG. */
export const watermark = (side: number): Promise<Buffer> => {
  const create = { width: side / 4, height: side / 16, channels: 4, background: '#fff8' } as const;
  const room = side / 8;
  return sharp({ create })
    .extend({
      top: room * 3,
      bottom: side - room * 3 - side / 16,
      left: room * 3,
      right: room * 3,
      background: '#0000',
    })
    .png()
    .toBuffer();
};
