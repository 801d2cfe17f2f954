import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { seededRandom } from '../train/random.ts';
import { upConvolve } from '../train/up-convolution.ts';

export interface GalleryPicture {
  file: string;
  truth: 'photograph' | 'enlarged photograph' | 'photograph out of focus' | 'up-convolved';
  title: string;
  bytes: Uint8Array;
}

const require = createRequire(import.meta.url);
const inPackage = (name: string, path: string): string =>
  join(dirname(require.resolve(`${name}/package.json`)), path);

/** Photographs that npm packages bring along, all under the MIT licence. */
const PHOTOGRAPHS = [
  ...[1, 2, 3, 4, 5, 6].map((n) => ({
    name: `simplelightbox-${n}`,
    package: 'simplelightbox',
    path: `demo/img/full/0${n}.jpg`,
  })),
  { name: 'starfish', package: 'exif-parser', path: 'test/starfish.jpg' },
  { name: 'daisy', package: 'jquery-zoom', path: 'daisy.jpg' },
  { name: 'roxy', package: 'jquery-zoom', path: 'roxy.jpg' },
];

const readPhotograph = async (name: string): Promise<Uint8Array> => {
  const photograph = PHOTOGRAPHS.find((one) => one.name === name);
  if (!photograph) throw new Error(`no photograph '${name}'`);
  return readFile(inPackage(photograph.package, photograph.path));
};

/** At a size common on the web, without what compression left in the file. */
const shrunk = async (name: string): Promise<Uint8Array> =>
  sharp(await readPhotograph(name))
    .resize({ width: 768, kernel: 'lanczos3' })
    .png()
    .toBuffer();

/** The demonstration's pictures: what each is, is known for sure. Nothing here was trained on. */
export async function galleryPictures(): Promise<GalleryPicture[]> {
  const photographs = PHOTOGRAPHS.map(
    async ({ name, package: from, path }): Promise<GalleryPicture> => ({
      file: `${name}.jpg`,
      truth: 'photograph',
      title: `Photograph from the npm package ${from} (MIT), as published`,
      bytes: await readFile(inPackage(from, path)),
    }),
  );
  const upConvolved = (
    ['simplelightbox-1', 'simplelightbox-2', 'simplelightbox-5', 'starfish', 'daisy', 'roxy'] as const
  ).flatMap((name, i) => {
    const kind = i % 2 === 0 ? 'transposed' : 'nearest';
    const made = shrunk(name).then((bytes) => upConvolve(bytes, kind, seededRandom('gallery', name)));
    const how =
      kind === 'transposed'
        ? 'zeros between its samples, then a 4×4 convolution'
        : 'each sample doubled, then a 3×3 convolution';
    const title = `Machine-made pixels: ${name} at half size, brought back by an up-convolution (${how})`;
    const as = async (file: string, suffix: string, bytes: Promise<Uint8Array>): Promise<GalleryPicture> => ({
      file,
      truth: 'up-convolved',
      title: `${title}, ${suffix}`,
      bytes: await bytes,
    });
    return [
      as(`${name}-${kind}.png`, 'PNG', made),
      as(
        `${name}-${kind}.jpg`,
        'JPEG at quality 93',
        made.then((png) => sharp(png).jpeg({ quality: 93 }).toBuffer()),
      ),
    ];
  });
  const enlarged = ['roxy', 'starfish'].map(async (name): Promise<GalleryPicture> => {
    const small = await readPhotograph(name);
    const { width } = await sharp(small).metadata();
    return {
      file: `${name}-enlarged.jpg`,
      truth: 'enlarged photograph',
      title: `Photograph enlarged to double size (bicubic): no machine’s invention, and not to be flagged`,
      bytes: await sharp(small)
        .resize({ width: width * 2, kernel: 'cubic' })
        .jpeg({ quality: 85 })
        .toBuffer(),
    };
  });
  const outOfFocus = ['roxy', 'starfish'].map(
    async (name): Promise<GalleryPicture> => ({
      file: `${name}-out-of-focus.jpg`,
      truth: 'photograph out of focus',
      title:
        'Photograph blurred by two pixels: its spectrum falls off early, and still it is not to be flagged',
      bytes: await sharp(await shrunk(name))
        .blur(2)
        .jpeg({ quality: 90 })
        .toBuffer(),
    }),
  );
  return Promise.all([...photographs, ...upConvolved, ...enlarged, ...outOfFocus]);
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
  main { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1.5rem; }
  figure { margin: 0; }
  img { width: 100%; aspect-ratio: 4 / 3; object-fit: cover; border-radius: 6px; display: block; }
  figcaption { font-size: .8rem; margin-block-start: .4rem; opacity: .8; overflow-wrap: anywhere; }
`;

/** The page that shows them; `/open/FILE` is each one's address. */
export function galleryPage(pictures: GalleryPicture[]): string {
  const figures = pictures.map(
    ({ file, title }) =>
      `<figure><img src="/open/${file}" alt="${file}"><figcaption>${title}</figcaption></figure>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Falloff demonstration</title><style>${STYLE}</style>
<h1>Falloff demonstration</h1>
<p>Photographs, and pictures that code made from them. Marked ones are suspicious; point at a mark to see why, or open the
toolbar popup.</p>
<main>${figures.join('\n')}</main></html>`;
}
