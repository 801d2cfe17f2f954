import { existsSync, readFileSync } from 'node:fs';
import * as runtime from 'onnxruntime-web';
import { VIEW_SIDE } from '../src/detector/tower-view.ts';
import { readTowerView } from '../src/engine/tower-picture.ts';
import { openNodeTower } from '../tools/node-tower.ts';
import { type Effort, interleave, type Timed } from './interleave.ts';
import { addDurations, addRatio, emptyReport, type Report } from './report.ts';

/** The whole tower as its wheel brings it, where `train/tower/fetch_weights.py` has put it. */
const UNTOUCHED = '.cache/clip.onnx';
const PICTURE_SIDE = 1024;

/**
 * The tower on one decoded picture of 1024², view and all, by WebAssembly with as many threads as there are cores, up to
 * four: ours, and the untouched one where it is at hand. Wall-clock times, for threads wait for each other.
 */
export async function measureTower(effort: Effort): Promise<Report> {
  const report = emptyReport();
  const pixels = Uint8Array.from({ length: 4 * PICTURE_SIDE ** 2 }, (_, i) => (i * 7919) % 256);
  const picture = {
    width: PICTURE_SIDE,
    height: PICTURE_SIDE,
    async readRect(x: number, y: number, width: number, height: number, out: Uint8Array<ArrayBuffer>) {
      for (let row = 0; row < height; row++) {
        const from = 4 * ((y + row) * PICTURE_SIDE + x);
        out.set(pixels.subarray(from, from + 4 * width), 4 * width * row);
      }
    },
  };
  const ours = await openNodeTower();
  const cases: Record<string, Timed> = {
    'tower-view-1024': onTheWall(() => readTowerView(picture, VIEW_SIDE)),
    'tower-picture-1024': onTheWall(async () => ours.judge(await readTowerView(picture, VIEW_SIDE))),
  };
  const untouched = existsSync(UNTOUCHED)
    ? await runtime.InferenceSession.create(readFileSync(UNTOUCHED), { executionProviders: ['wasm'] })
    : null;
  if (untouched) {
    const input = new runtime.Tensor('float32', new Float32Array(3 * VIEW_SIDE ** 2), [
      1,
      3,
      VIEW_SIDE,
      VIEW_SIDE,
    ]);
    cases['tower-untouched'] = onTheWall(() => untouched.run({ [untouched.inputNames[0]]: input }));
  }
  const durations = await interleave(cases, effort);
  for (const [name, milliseconds] of Object.entries(durations)) addDurations(report, name, milliseconds);
  const { 'tower-picture-1024': mine, 'tower-untouched': theirs } = durations;
  if (theirs) addRatio(report, 'tower/untouched', mine, theirs);
  await ours.release();
  await untouched?.release();
  return report;
}

const onTheWall =
  (run: () => Promise<unknown>): Timed =>
  async () => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
