import { acquireDevice } from '../src/gpu/acquire-device.ts';
import { createGpuAnalyzer } from '../src/gpu/gpu-analyzer.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import type { TileBatch, TileSide, Window } from '../src/spectrum/spectra.ts';
import { planTiles } from '../src/spectrum/tiles.ts';
import { worstRelativeErrors } from '../src/spectrum/worst-relative-error.ts';

/** Tiles of noise of each side, 200 in all. */
const RANDOM: [TileSide, number][] = [
  [128, 134],
  [256, 52],
  [512, 11],
  [1024, 3],
];

/** Sizes to which each of nine photographs is cut and scaled: with the squares below, 50 pictures. */
const SIZES = [
  [128, 128],
  [139, 401],
  [181, 131],
  [257, 300],
  [515, 259],
];

/** Sides of squares cut from photographs as they are, one photograph after the other. */
const SQUARES: TileSide[] = [512, 512, 512, 1024, 1024];

/** The taper is not what is shipped, and no other at larger sides. */
const LARGEST_TAPERED = 256;

/** Most tiles in a batch of noise: enough to have several. */
const LARGEST_BATCH = 64;

export interface Comparison {
  window: Window;
  side: TileSide;
  input: 'random' | 'photographs';
  tiles: number;
  errors: ReturnType<typeof worstRelativeErrors>;
}

/** The middle of a photograph, as much of it as has the canvas's proportions, or as large as the canvas. */
function draw(photograph: ImageBitmap, width: number, height: number, scaled: boolean) {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2-D canvas');
  const scale = scaled ? Math.min(photograph.width / width, photograph.height / height) : 1;
  const [w, h] = [width * scale, height * scale];
  const [x, y] = [(photograph.width - w) / 2, (photograph.height - h) / 2].map(Math.floor);
  context.drawImage(photograph, x, y, w, h, 0, 0, width, height);
  return context;
}

function photographTiles(photographs: ImageBitmap[]): Map<TileSide, Uint8ClampedArray[]> {
  const tiles = new Map<TileSide, Uint8ClampedArray[]>();
  const add = (side: TileSide, { data }: ImageData): void => {
    tiles.set(side, [...(tiles.get(side) ?? []), data]);
  };
  for (const photograph of photographs) {
    for (const [width, height] of SIZES) {
      const plan = planTiles(width, height);
      if (!plan) throw new Error(`no tiles in ${width} × ${height}`);
      const context = draw(photograph, width, height, true);
      for (const { x, y } of plan.origins) {
        add(plan.side, context.getImageData(x, y, plan.side, plan.side));
      }
    }
  }
  for (const [i, side] of SQUARES.entries()) {
    const large = photographs.filter(({ width, height }) => Math.min(width, height) >= side);
    const context = draw(large[i % large.length], side, side, false);
    add(side, context.getImageData(0, 0, side, side));
  }
  return tiles;
}

function batchOf(side: TileSide, tiles: Uint8ClampedArray[]): TileBatch {
  const rgba = new Uint8Array(tiles.length * side * side * 4);
  for (const [i, tile] of tiles.entries()) rgba.set(tile, i * side * side * 4);
  return { side, count: tiles.length, rgba };
}

function* batches(photographs: ImageBitmap[]): Generator<[Comparison['input'], TileBatch]> {
  for (const [side, count] of RANDOM) {
    for (let first = 0; first < count; first += LARGEST_BATCH) {
      yield ['random', randomTiles(side, Math.min(LARGEST_BATCH, count - first), first + 1)];
    }
  }
  for (const [side, tiles] of photographTiles(photographs)) yield ['photographs', batchOf(side, tiles)];
}

/** @param addresses of photographs, some with both sides of 1024 or more. */
async function compare(addresses: string[]): Promise<Comparison[]> {
  const acquired = await acquireDevice(navigator.gpu, { allowFallback: true });
  if (!acquired.device) throw new Error(acquired.reason);
  const { device } = acquired;
  const photographs = await Promise.all(
    addresses.map(async (address) => createImageBitmap(await (await fetch(address)).blob())),
  );
  const comparisons: Comparison[] = [];
  for (const window of ['none', 'hann'] as const) {
    const gpu = await createGpuAnalyzer(device, { window });
    const cpu = await createCpuAnalyzer({ window });
    for (const [input, tiles] of batches(photographs)) {
      const { side, count } = tiles;
      if (window === 'hann' && side > LARGEST_TAPERED) continue;
      const actual = await gpu.analyze(tiles);
      const expected = await cpu.analyze(tiles);
      const errors = worstRelativeErrors(side, actual, expected);
      comparisons.push({ window, side, input, tiles: count, errors });
    }
    gpu.destroy();
    cpu.destroy();
  }
  device.destroy();
  return comparisons;
}

Object.assign(globalThis, { compare });
