import { createGpuAnalyzer } from '../src/gpu/gpu-analyzer.ts';
import { bytesPerTile } from '../src/gpu/tile-layout.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { createCopyPass } from './copy-pass.ts';
import { timeStages } from './gpu-stages.ts';
import { type Effort, interleave, timed } from './interleave.ts';
import { addDurations, addRatio, emptyReport, type Report } from './report.ts';

/** The FFT's entry points; the other shaders bin. */
const FFT = ['transform_rows', 'transform_columns'];

/**
 * The GPU's path and its stages beside a bare copy of the same bytes: by the clock, upload and read-back included, and by
 * the GPU's own time without them.
 * @param count tiles of 256² in the batch
 * @param place ends the names
 */
export async function measureGpu(
  device: GPUDevice,
  count: number,
  effort: Effort,
  place: string,
): Promise<Report> {
  const report = emptyReport();
  const tiles = randomTiles(256, count);
  const { results, tallies } = bytesPerTile(256);
  const analyzer = await createGpuAnalyzer(device, { window: 'none' });
  const copy = await createCopyPass(device, tiles.rgba, count * (results + tallies));
  if (!(await copy.run()).every((byte, i) => byte === tiles.rgba[i])) throw new Error('the copy is wrong');

  const { path, copied, upload, readBack } = await interleave(
    {
      path: timed(() => analyzer.analyze(tiles)),
      copied: timed(copy.run),
      upload: timed(copy.upload),
      readBack: timed(copy.readBack),
    },
    effort,
  );
  const suffix = `-${count}x256${place}`;
  addDurations(report, `gpu-batch${suffix}`, path);
  addDurations(report, `gpu-copy${suffix}`, copied);
  addRatio(report, `gpu-batch/gpu-copy${suffix}`, path, copied);
  addDurations(report, `gpu-stage-upload${suffix}`, upload);
  addDurations(report, `gpu-stage-read-back${suffix}`, readBack);

  if (device.features.has('timestamp-query')) {
    const timer = timeStages(device);
    const fft: number[] = [];
    const binning: number[] = [];
    const { compute, pass } = await interleave(
      {
        async compute() {
          await analyzer.analyze(tiles);
          const stages = Object.entries(await timer.read());
          const sum = (ofFft: boolean): number =>
            stages.reduce((all, [name, ms]) => (FFT.includes(name) === ofFft ? all + ms : all), 0);
          fft.push(sum(true));
          binning.push(sum(false));
          return sum(true) + sum(false);
        },
        async pass() {
          await copy.run();
          return (await timer.read()).copy;
        },
      },
      effort,
    );
    addDurations(report, `gpu-stage-fft${suffix}`, fft);
    addDurations(report, `gpu-stage-binning${suffix}`, binning);
    addDurations(report, `gpu-compute${suffix}`, compute);
    addDurations(report, `gpu-copy-pass${suffix}`, pass);
    addRatio(report, `gpu-compute/gpu-copy-pass${suffix}`, compute, pass);
  } else {
    report.missing[`gpu-stages${suffix}`] = 'no timestamp queries';
  }
  analyzer.destroy();
  copy.destroy();
  return report;
}
