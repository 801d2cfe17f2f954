import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type OutputInfo } from 'sharp';
import { seededRandom } from '../../train/random.ts';
import { upConvolve } from '../../train/up-convolution.ts';

/** A picture of a load page; the name is unique among all pages. */
export interface PagePicture {
  name: string;
  width: number;
  height: number;
  /** Made by a machine, as the extension is to find out. */
  isUpConvolved: boolean;
}

const require = createRequire(import.meta.url);
const inPackage = (name: string, path: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), path);

/** Photographs that npm packages bring along, all under the MIT licence. */
const PHOTOGRAPHS = [
  ...[1, 2, 3, 4, 5, 6].map((n) => inPackage('simplelightbox', `demo/img/full/0${n}.jpg`)),
  inPackage('exif-parser', 'test/starfish.jpg'),
  inPackage('jquery-zoom', 'daisy.jpg'),
];

/** Every eighth is up-convolved, the first of all among them: some are in view on every page. */
const UP_CONVOLVED_EVERY = 8;

/** `count` pictures of one size for a page. */
export function pagePictures(page: string, count: number, width: number, height: number): PagePicture[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `${page}-${width}-${i}.jpg`,
    width,
    height,
    isUpConvolved: i % UP_CONVOLVED_EVERY === 0,
  }));
}

const decoded = new Map<string, Promise<{ data: Buffer; info: OutputInfo }>>();

function decode(path: string): Promise<{ data: Buffer; info: OutputInfo }> {
  let pixels = decoded.get(path);
  pixels ??= sharp(path).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  decoded.set(path, pixels);
  return pixels;
}

/** A part of a photograph chosen by the picture's name, the same on every run; JPEG. */
export async function makePicture({ name, width, height, isUpConvolved }: PagePicture): Promise<Buffer> {
  const random = seededRandom('pages', name);
  const path = PHOTOGRAPHS[random.integer(0, PHOTOGRAPHS.length - 1)];
  const { data, info } = await decode(path);
  const most = Math.min(info.width / width, info.height / height);
  const scale = most * random.between(0.7, 1);
  const [w, h] = [Math.floor(width * scale), Math.floor(height * scale)];
  const part = sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .extract({
      left: random.integer(0, info.width - w),
      top: random.integer(0, info.height - h),
      width: w,
      height: h,
    })
    .resize(width, height)
    .flop(random.chance(0.5));
  if (!isUpConvolved) return part.jpeg({ quality: 85 }).toBuffer();
  const made = await upConvolve(await part.png().toBuffer(), 'transposed', random);
  return sharp(made).jpeg({ quality: 93 }).toBuffer();
}
