import { acquireDevice } from '../src/gpu/acquire-device.ts';
import { createGpuAnalyzer } from '../src/gpu/gpu-analyzer.ts';
import { type WorstRelativeError, worstRelativeError } from '../src/gpu/worst-relative-error.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { TILE_SIDES, type TileBatch, type TileSide, type Window } from '../src/spectrum/spectra.ts';

export interface Comparison extends WorstRelativeError {
  window: Window;
  side: TileSide;
  input: 'random' | 'photographs';
  tiles: number;
}

/** The middle of each photograph that is large enough, and for small sides its upper left corner too. */
async function photographTiles(side: TileSide, photographs: ImageBitmap[]): Promise<TileBatch> {
  const tiles: Uint8ClampedArray[] = [];
  for (const photograph of photographs) {
    const { width, height } = photograph;
    if (Math.min(width, height) < side) continue;
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2-D canvas');
    const middle = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
    for (const [x, y] of side <= 256 ? [middle, [0, 0]] : [middle]) {
      context.drawImage(photograph, -x, -y);
      tiles.push(context.getImageData(0, 0, side, side).data);
    }
  }
  const rgba = new Uint8Array(tiles.length * side * side * 4);
  tiles.forEach((tile, i) => {
    rgba.set(tile, i * side * side * 4);
  });
  return { side, count: tiles.length, rgba };
}

/** @param photographs addresses of pictures. */
async function compare(photographs: string[]): Promise<Comparison[]> {
  const acquired = await acquireDevice(navigator.gpu, { allowFallback: true });
  if (!acquired.device) throw new Error(acquired.reason);
  const { device } = acquired;
  const pictures = await Promise.all(
    photographs.map(async (address) => createImageBitmap(await (await fetch(address)).blob())),
  );
  const comparisons: Comparison[] = [];
  for (const window of ['none', 'hann'] as const) {
    const gpu = await createGpuAnalyzer(device, { window });
    const cpu = await createCpuAnalyzer({ window });
    for (const side of TILE_SIDES) {
      for (const [input, tiles] of [
        ['random', randomTiles(side, side < 512 ? 3 : 1)],
        ['photographs', await photographTiles(side, pictures)],
      ] as const) {
        const errors = worstRelativeError(await gpu.analyze(tiles), await cpu.analyze(tiles));
        comparisons.push({ window, side, input, tiles: tiles.count, ...errors });
      }
    }
    gpu.destroy();
    cpu.destroy();
  }
  device.destroy();
  return comparisons;
}

Object.assign(globalThis, { compare });
