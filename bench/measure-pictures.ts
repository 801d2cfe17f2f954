import { detect } from '../src/detector/detect.ts';
import { featuresOf } from '../src/detector/features.ts';
import { bundledModels } from '../src/engine/bundled-models.ts';
import { cutTiles } from '../src/engine/cut-tiles.ts';
import { decodeInBrowser } from '../src/engine/decode-in-browser.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { type Effort, interleave } from './interleave.ts';
import { addDurations, addRatio, emptyReport, type Report } from './report.ts';

const MEGAPIXELS = [0.25, 1, 4, 12, 48];
/** The smallest with as many tiles as the largest. */
const FEWEST_FULL = 1;
const STAGES = ['decode', 'cut', 'spectra', 'features', 'thumbnail'] as const;

/** A picture's way through the engine, on the CPU, by the picture's size: once decoded, its size should not matter. */
export async function measurePictures(effort: Effort): Promise<Report> {
  const report = emptyReport();
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const models = bundledModels();
  const stages = new Map<string, number[]>();

  const judge = async (megapixels: number, jpeg: Uint8Array<ArrayBuffer>): Promise<number> => {
    let last = performance.now();
    const lap = (stage: (typeof STAGES)[number]): void => {
      const now = performance.now();
      const name = `picture-${megapixels}MP-${stage}`;
      stages.set(name, [...(stages.get(name) ?? []), now - last]);
      last = now;
    };
    const picture = await decodeInBrowser(jpeg, 'image/jpeg');
    lap('decode');
    const decoded = last;
    const tiles = await cutTiles(picture);
    lap('cut');
    if (typeof tiles === 'string') throw new Error(`a picture of ${megapixels} MP is ${tiles}`);
    const spectra = await analyzer.analyze(tiles);
    lap('spectra');
    const features = featuresOf(spectra, 0, tiles.count);
    if (features) detect(models, features);
    lap('features');
    await picture.thumbnail?.();
    lap('thumbnail');
    picture.close();
    return last - decoded;
  };

  const cases: Record<string, () => Promise<number>> = {};
  for (const megapixels of MEGAPIXELS) {
    const jpeg = await createJpeg(megapixels);
    await judge(megapixels, jpeg);
    cases[megapixels] = () => judge(megapixels, jpeg);
  }
  stages.clear();
  const durations = await interleave(cases, effort);
  analyzer.destroy();
  for (const [name, milliseconds] of stages) addDurations(report, name, milliseconds);
  for (const megapixels of MEGAPIXELS) {
    const name = (size: number): string => `picture-${size}MP-after-decode`;
    addDurations(report, name(megapixels), durations[megapixels]);
    if (megapixels <= FEWEST_FULL) continue;
    addRatio(
      report,
      `${name(megapixels)}/${name(FEWEST_FULL)}`,
      durations[megapixels],
      durations[FEWEST_FULL],
    );
  }
  return report;
}

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
