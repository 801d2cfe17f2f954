import { detect } from '../src/detector/detect.ts';
import { featuresOf } from '../src/detector/features.ts';
import { bundledModels } from '../src/engine/bundled-models.ts';
import { cutTiles } from '../src/engine/cut-tiles.ts';
import { decodeInBrowser } from '../src/engine/decode-in-browser.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { clock } from './clock.ts';
import { type Effort, interleave } from './interleave.ts';
import { addDurations, addRatio, emptyReport, type Report } from './report.ts';

const MEGAPIXELS = [0.25, 1, 4, 12, 48];
/** The smallest of them with as many tiles as the largest: from here on a verdict costs the same. */
const FULL = 4;

/**
 * A picture's way through the engine, on the CPU, stage by stage and by the picture's size. `verdict`: what the verdict takes
 * once the picture is decoded; `after-decode`: with the thumbnail.
 */
export async function measurePictures(effort: Effort): Promise<Report> {
  const report = emptyReport();
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const models = bundledModels();
  const durations = new Map<string, number[]>();
  const add = (name: string, milliseconds: number): void => {
    durations.set(name, [...(durations.get(name) ?? []), milliseconds]);
  };

  const judge = async (name: string, jpeg: Uint8Array<ArrayBuffer>): Promise<number> => {
    const start = clock();
    let last = start;
    const lap = (stage: string): void => {
      const now = clock();
      add(`${name}-${stage}`, now - last);
      last = now;
    };
    const picture = await decodeInBrowser(jpeg, 'image/jpeg');
    lap('decode');
    const decoded = last;
    const tiles = await cutTiles(picture);
    lap('cut');
    if (typeof tiles === 'string') throw new Error(`${name} is ${tiles}`);
    const spectra = await analyzer.analyze(tiles);
    lap('spectra');
    const features = featuresOf(spectra, 0, tiles.count);
    if (features) detect(models, features);
    lap('features');
    add(`${name}-verdict`, last - decoded);
    await picture.thumbnail?.();
    lap('thumbnail');
    add(`${name}-after-decode`, last - decoded);
    picture.close();
    return last - start;
  };

  const cases: Record<string, () => Promise<number>> = {};
  for (const megapixels of MEGAPIXELS) {
    const name = nameOf(megapixels);
    const jpeg = await createJpeg(megapixels);
    await judge(name, jpeg);
    cases[name] = () => judge(name, jpeg);
  }
  durations.clear();
  await interleave(cases, effort);
  analyzer.destroy();
  for (const [name, milliseconds] of durations) addDurations(report, name, milliseconds);
  for (const megapixels of MEGAPIXELS.filter((size) => size > FULL)) {
    for (const stage of ['verdict', 'after-decode']) {
      const [large, small] = [megapixels, FULL].map((size) => `${nameOf(size)}-${stage}`);
      addRatio(report, `${large}/${small}`, durations.get(large) ?? [], durations.get(small) ?? []);
    }
  }
  return report;
}

const nameOf = (megapixels: number): string => `picture-${megapixels}MP`;

/** Four by three, of the same noise throughout. */
async function createJpeg(megapixels: number): Promise<Uint8Array<ArrayBuffer>> {
  const height = Math.round(Math.sqrt((megapixels * 1e6 * 3) / 4));
  const canvas = new OffscreenCanvas(Math.round((height * 4) / 3), height);
  const context = canvas.getContext('2d');
  const { rgba } = randomTiles(512, 1);
  const noise = new ImageData(
    new Uint8ClampedArray(rgba).map((value, i) => (i % 4 === 3 ? 255 : value)),
    512,
  );
  const pattern = context?.createPattern(await createImageBitmap(noise), 'repeat');
  if (!context || !pattern) throw new Error('no 2-D canvas');
  context.fillStyle = pattern;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new Uint8Array(await blob.arrayBuffer());
}
