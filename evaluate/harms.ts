import sharp, { type Sharp } from 'sharp';
import { bundledModels } from '../src/engine/bundled-models.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { fitDecay } from '../src/spectrum/decay-fit.ts';
import type { TileSide } from '../src/spectrum/spectra.ts';
import { type Random, seededRandom } from '../train/random.ts';
import { spoofSpectrum } from '../train/reproduce/spoof-spectrum.ts';
import type { TierView } from '../train/views.ts';

type Harm = (
  picture: Sharp,
  random: Random,
  size: { width: number; height: number },
) => Sharp | Promise<Sharp>;

const shrunk =
  (factor: number): Harm =>
  (picture, _, { width }) =>
    picture.resize({ width: Math.max(1, Math.round(width * factor)), kernel: 'lanczos3' });

const cropped =
  (share: number): Harm =>
  (picture, random, { width, height }) => {
    const [w, h] = [Math.round(width * share), Math.round(height * share)];
    return picture.extract({
      left: random.integer(0, width - w),
      top: random.integer(0, height - h),
      width: w,
      height: h,
    });
  };

/** Normal noise of the given standard deviation in levels, by Box and Muller. */
const noisy =
  (deviation: number): Harm =>
  async (picture, random) => {
    const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    const out = new Uint8ClampedArray(data.length);
    for (let i = 0; i < data.length; i++) {
      const radius = Math.sqrt(-2 * Math.log(1 - random.between(0, 1)));
      out[i] = data[i] + deviation * radius * Math.cos(random.between(0, 2 * Math.PI));
    }
    const { width, height, channels } = info;
    return sharp(out, { raw: { width, height, channels } }).png();
  };

/** Largest square that is given another decay. */
const ATTACKED_SIDE = 512;

/** Dzanic's attack on the middle square: it gets the decay of a photograph, drawn from those of the nearest neighbours. */
const withRealDecay: Harm = async (picture, random, { width, height }) => {
  const side = Math.min(ATTACKED_SIDE, 2 ** Math.floor(Math.log2(Math.min(width, height)))) as TileSide;
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const square = picture.extract({ left, top, width: side, height: side });
  const rgba = new Uint8Array(await square.ensureAlpha().raw({ depth: 'uchar' }).toBuffer());
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const { reducedSpectrum } = await analyzer.analyze({ side, count: 1, rgba });
  const own = fitDecay(reducedSpectrum, side);
  analyzer.destroy();
  const photographs = bundledModels().decay.points.filter(([, , generated]) => generated === 0);
  const [b1, b2] = photographs[random.integer(0, photographs.length - 1)];
  const attacked = own ? spoofSpectrum(rgba, side, own, { b1, b2 }) : rgba;
  return sharp(attacked, { raw: { width: side, height: side, channels: 4 } }).png();
};

/** What happens to pictures, one thing at a time; without a codec of its own the result is a PNG. */
const HARMS: Record<string, Harm> = {
  none: (picture) => picture,
  ...Object.fromEntries(
    [95, 85, 75, 60, 45, 30].map((quality) => [
      `JPEG ${quality}`,
      (picture: Sharp) => picture.jpeg({ quality, chromaSubsampling: '4:2:0' }),
    ]),
  ),
  'WebP 80': (picture) => picture.webp({ quality: 80 }),
  'WebP 50': (picture) => picture.webp({ quality: 50 }),
  'AVIF 50': (picture) => picture.avif({ quality: 50, effort: 2 }),
  ...Object.fromEntries([0.25, 0.5, 0.75, 1.5, 2].map((factor) => [`resized to ${factor}`, shrunk(factor)])),
  'cropped to 0.75 of each side': cropped(0.75),
  'cropped to 0.5 of each side': cropped(0.5),
  'blurred, σ = 1': (picture) => picture.blur(1),
  'blurred, σ = 2': (picture) => picture.blur(2),
  'noise, σ = 4': noisy(4),
  'noise, σ = 12': noisy(12),
  'brightness × 0.7': (picture) => picture.linear(0.7),
  'brightness × 1.3': (picture) => picture.linear(1.3),
  'the decay of a photograph, middle square (Dzanic 2020)': withRealDecay,
  'screenshot: shown at 0.8, saved as JPEG 90': (picture, random, size) =>
    Promise.resolve(shrunk(0.8)(picture, random, size)).then((shown) => shown.jpeg({ quality: 90 })),
};

/** Some of the published views, the same ones every time, as many of each class. */
export function fewViews(views: TierView[], each: number): TierView[] {
  const ordered = views
    .filter(({ upConvolved }) => !upConvolved)
    .map((view) => ({ view, order: seededRandom('few', view.key).between(0, 1) }))
    .sort((a, b) => a.order - b.order)
    .map(({ view }) => view);
  return [true, false].flatMap((generated) =>
    ordered.filter((view) => view.generated === generated).slice(0, each),
  );
}

/** The same views with each harm done to them. */
export const harmedViews = (views: TierView[]): Map<string, TierView[]> =>
  new Map(
    Object.entries(HARMS).map(([name, harm]) => [
      name,
      views.map((view) => ({ ...view, bytes: async () => harmed(await view.bytes(), view.key, name, harm) })),
    ]),
  );

async function harmed(bytes: Uint8Array, key: string, name: string, harm: Harm): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes, { failOn: 'none' })
    .toColourspace('srgb')
    .flatten()
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const result = await harm(sharp(data).png({ compressionLevel: 1 }), seededRandom(key, name), info);
  return result.toBuffer();
}
