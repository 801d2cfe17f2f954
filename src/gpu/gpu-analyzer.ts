import { emphasisRise } from '../spectrum/emphasis.ts';
import { MAP_SIDE } from '../spectrum/plane-bins.ts';
import { type PlaneBinning, radialBins } from '../spectrum/rings.ts';
import {
  type AnalyzeOptions,
  checkTileBatch,
  type Spectra,
  type SpectrumAnalyzer,
  type TileBatch,
  type TileSide,
  type Window,
} from '../spectrum/spectra.ts';
import { largestPart, workgroups } from './batch-parts.ts';
import { type BufferPool, createBufferPool } from './buffer-pool.ts';
import { dctTurns } from './dct-turns.ts';
import { withErrorScopes } from './error-scopes.ts';
import { lumaLists } from './luma-lists.ts';
import { type Pipelines, pipelinesFor } from './pipelines.ts';
import { spectraFromResults } from './spectra-from-results.ts';
import { taperTable } from './taper-table.ts';
import { bytesPerTile } from './tile-layout.ts';
import { createTileTextures, type StagedTiles, type TileTextures } from './tile-textures.ts';
import { twiddleTable } from './twiddle-table.ts';

export interface GpuAnalyzerOptions {
  window: Window;
  /** Stands in for `twiddleTable`: a test plants a wrong one to see the self-test catch it. */
  twiddles?: (side: number) => Float32Array<ArrayBuffer>;
}

/** An analyzer that takes tiles straight from decoded pictures, too. */
export interface GpuAnalyzer extends SpectrumAnalyzer {
  /**
   * Copies tiles of a picture to the GPU, where they stay until they are analyzed; the picture may go at once.
   *
   * @returns null where too many pictures are there already.
   * @throws Error where the device was lost, or the source can't be copied from.
   */
  stage: TileTextures['fill'];
  /** Spectra of such tiles, whose pictures are equal in side, one picture after the other. They can't be used again. */
  analyzeStaged(pictures: readonly StagedTiles[], options?: AnalyzeOptions): Promise<Spectra>;
}

/** Tiles of one or several pictures, as bytes or on the GPU. */
interface Batch {
  side: TileSide;
  count: number;
  pieces: readonly (TileBatch | StagedTiles)[];
}

/** What stays the same for all batches of a side. */
interface Plan {
  pipelines: Pipelines;
  twiddles: GPUBuffer;
  taper: GPUBuffer;
  rise: GPUBuffer;
  turns: GPUBuffer;
  lists: BinningBuffers;
  bins: BinningBuffers;
}

interface BinningBuffers {
  count: number;
  starts: GPUBuffer;
  positions: GPUBuffer;
}

/** Tiles `first … first + count - 1` of a batch, as many as go through the GPU at once. */
interface Part {
  first: number;
  count: number;
  timestampWrites?: GPUComputePassTimestampWrites;
}

/** Compiled before the analyzer is handed out; other sides wait for their first batch. */
const USUAL_SIDE: TileSide = 256;

/**
 * Spectra on WebGPU, agreeing with the CPU's within 1e-5 of every value of a picture. The caller owns the device.
 * Batches go through one after the other; a batch's `rgba` must stay as it is until its promise settles.
 * A batch takes one submission, or several where the device's limits want it split, and one read-back.
 *
 * @throws Error where the device is lost, or refuses the shaders or tables.
 */
export async function createGpuAnalyzer(
  device: GPUDevice,
  { window, twiddles = twiddleTable }: GpuAnalyzerOptions,
): Promise<GpuAnalyzer> {
  const owner = `spectra (${window})`;
  const pool = createBufferPool(device, owner);
  const textures = createTileTextures(device, owner);
  const plans = new Map<TileSide, Plan>();
  let refusal: Error | undefined;
  let interrupt: (reason: Error) => void = () => {};
  let previous: Promise<unknown> = Promise.resolve();

  const stop = (reason: Error): void => {
    refusal ??= reason;
    interrupt(refusal);
  };
  device.lost.then(({ reason, message }) => stop(new Error(`GPU device lost (${reason}): ${message}`)));

  /** Work on a lost device may never end, so it is left as soon as the analyzer stops. */
  const untilStopped = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (refusal) throw refusal;
    const stopped = new Promise<never>((_, reject) => {
      interrupt = reject;
    });
    return await Promise.race([work(), stopped]);
  };

  const planFor = async (side: TileSide): Promise<Plan> => {
    const existing = plans.get(side);
    if (existing) return existing;
    const plan = await createPlan(device, side, window, twiddles(side));
    if (refusal) destroyPlan(plan);
    else plans.set(side, plan);
    return plan;
  };

  const run = async (batch: Batch, options: AnalyzeOptions): Promise<Spectra> => {
    const plan = await planFor(batch.side);
    if (refusal) throw refusal;
    try {
      return await analyzeBatch(device, pool, plan, batch, options);
    } catch (error) {
      // Buffers that could not be made, or are still being mapped, are of no use to the next batch.
      pool.clear();
      throw error;
    }
  };

  const enqueue = (batch: Batch, options: AnalyzeOptions): Promise<Spectra> => {
    const spectra = previous.then(() => untilStopped(() => run(batch, options)));
    previous = spectra.catch(() => {});
    return spectra;
  };

  await untilStopped(() => planFor(USUAL_SIDE));

  return {
    kind: 'gpu',
    async analyze(tiles, options = {}) {
      checkTileBatch(tiles);
      return enqueue({ side: tiles.side, count: tiles.count, pieces: [tiles] }, options);
    },
    stage(source, side, origins) {
      if (refusal) throw refusal;
      return textures.fill(source, side, origins);
    },
    async analyzeStaged(pictures, options = {}) {
      const count = pictures.reduce((sum, tiles) => sum + tiles.count, 0);
      try {
        return await enqueue({ side: pictures[0].side, count, pieces: pictures }, options);
      } finally {
        for (const tiles of pictures) textures.release(tiles);
      }
    },
    destroy() {
      stop(new Error('this analyzer was destroyed'));
      pool.clear();
      textures.destroy();
      for (const plan of plans.values()) destroyPlan(plan);
      plans.clear();
    },
  };
}

async function createPlan(
  device: GPUDevice,
  side: TileSide,
  window: Window,
  twiddles: Float32Array<ArrayBuffer>,
): Promise<Plan> {
  const pipelines = await pipelinesFor(device, side, window);
  const table = (name: string, data: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): GPUBuffer => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ label: `${name} ${side}`, size: data.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, data);
    return buffer;
  };
  const binning = (name: string, { bins, starts, positions }: PlaneBinning): BinningBuffers => ({
    count: bins,
    starts: table(`${name} starts`, starts),
    positions: table(`${name} positions`, positions),
  });
  const { result: plan, failure } = withErrorScopes(device, () => ({
    pipelines,
    twiddles: table('twiddles', twiddles),
    taper: table('taper', taperTable(window, side)),
    rise: table('emphasis rise', emphasisRise(side)),
    turns: table('DCT turns', dctTurns(side)),
    lists: binning('lists of luma', lumaLists(side)),
    bins: binning('radial bins', radialBins(side)),
  }));
  const error = await failure;
  if (error) {
    destroyPlan(plan);
    throw error;
  }
  return plan;
}

function destroyPlan({ twiddles, taper, rise, turns, lists, bins }: Plan): void {
  const buffers = [twiddles, taper, rise, turns, lists.starts, lists.positions, bins.starts, bins.positions];
  for (const buffer of buffers) buffer.destroy();
}

async function analyzeBatch(
  device: GPUDevice,
  pool: BufferPool,
  plan: Plan,
  batch: Batch,
  { querySet }: AnalyzeOptions,
): Promise<Spectra> {
  const { side, count, pieces } = batch;
  if (count === 0) return spectraFromResults(batch, new Float32Array(0), new Uint32Array(0));
  const parts = split(count, largestPart(device.limits, side), querySet);
  const perTile = bytesPerTile(side);
  const resultBytes = count * perTile.results;
  const bytes = resultBytes + count * perTile.tallies;

  const { result, failure } = withErrorScopes(device, () => {
    const readBack = pool.take('read-back', bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    for (const part of parts) submitPart(device, pool, plan, batch, part, readBack);
    return { readBack, mapped: readBack.mapAsync(GPUMapMode.READ, 0, bytes) };
  });
  const failures = Promise.all([failure, ...pieces.map((piece) => 'texture' in piece && piece.failure)]);
  const [refused, mapped] = await Promise.allSettled([failures, result.mapped]);
  if (refused.status === 'rejected') throw refused.reason;
  for (const error of refused.value) if (error) throw error;
  if (mapped.status === 'rejected') throw new Error('GPU read-back failed', { cause: mapped.reason });
  const values = result.readBack.getMappedRange(0, bytes).slice(0);
  result.readBack.unmap();
  return spectraFromResults(
    batch,
    new Float32Array(values, 0, resultBytes / 4),
    new Uint32Array(values, resultBytes),
  );
}

function split(count: number, largest: number, querySet: GPUQuerySet | undefined): Part[] {
  const parts: Part[] = [];
  for (let first = 0; first < count; first += largest) {
    const part: Part = { first, count: Math.min(largest, count - first) };
    const begins = first === 0;
    const ends = first + largest >= count;
    if (querySet && (begins || ends)) {
      part.timestampWrites = {
        querySet,
        ...(begins && { beginningOfPassWriteIndex: 0 }),
        ...(ends && { endOfPassWriteIndex: 1 }),
      };
    }
    parts.push(part);
  }
  return parts;
}

/** Sends one part through all stages and its results on to where the whole batch is read back. */
function submitPart(
  device: GPUDevice,
  pool: BufferPool,
  { pipelines, twiddles, taper, rise, turns, lists, bins }: Plan,
  batch: Batch,
  part: Part,
  readBack: GPUBuffer,
): void {
  const { side } = batch;
  const { first, count, timestampWrites } = part;
  const perTile = bytesPerTile(side);
  // Bound no larger than the part, for shaders to tell its end.
  const bound = (name: keyof typeof perTile, usage = 0): GPUBufferBinding => {
    const size = count * perTile[name];
    return { buffer: pool.take(name, size, GPUBufferUsage.STORAGE | usage), size };
  };
  const pixels = bound('rgba', GPUBufferUsage.COPY_DST);
  const levels = bound('levels', GPUBufferUsage.COPY_DST);
  const tallies = bound('tallies', GPUBufferUsage.COPY_SRC);
  const spectra = bound('spectra');
  const results = bound('results', GPUBufferUsage.COPY_SRC);

  const label = `spectra of ${count} tiles of ${side}²`;
  const encoder = device.createCommandEncoder({ label });
  upload(device, encoder, batch, part, pixels.buffer);
  encoder.clearBuffer(levels.buffer, 0, count * perTile.levels);

  const pass = encoder.beginComputePass({ label, ...(timestampWrites && { timestampWrites }) });
  const dispatch = (
    pipeline: GPUComputePipeline,
    bindings: (GPUBuffer | GPUBufferBinding)[],
    x: number,
    y = 1,
  ): void => {
    const layout = pipeline.getBindGroupLayout(0);
    const entries = bindings.map((resource, binding) => ({
      binding,
      resource: 'buffer' in resource ? resource : { buffer: resource },
    }));
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ label: pipeline.label, layout, entries }));
    pass.dispatchWorkgroups(x, y);
  };
  const groups = workgroups(side, count);
  dispatch(pipelines.tallies, [levels, pixels, tallies], groups.tallies);
  dispatch(pipelines.rowTransform, [twiddles, pixels, levels, taper, spectra], groups.rowTransform);
  dispatch(pipelines.columnTransform, [twiddles, spectra, levels, rise], groups.columnTransform);
  dispatch(pipelines.lumaMeans, [spectra, lists.starts, lists.positions, results], lists.count, count);
  dispatch(pipelines.channelMeans, [spectra, bins.starts, bins.positions, results], bins.count, count);
  dispatch(pipelines.dctMeans, [spectra, turns, levels, results], MAP_SIDE * MAP_SIDE, count);
  pass.end();

  for (const [{ buffer, size }, bytes, start] of [
    [results, perTile.results, 0],
    [tallies, perTile.tallies, batch.count * perTile.results],
  ] as const) {
    encoder.copyBufferToBuffer(buffer, 0, readBack, start + first * bytes, size);
  }
  device.queue.submit([encoder.finish()]);
}

/** Brings tiles `first … first + count - 1` of a batch to the beginning of a buffer. */
function upload(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  { side, pieces }: Batch,
  { first, count }: Part,
  buffer: GPUBuffer,
): void {
  const perTile = bytesPerTile(side).rgba;
  let before = 0;
  for (const piece of pieces) {
    const from = Math.max(first - before, 0);
    const to = Math.min(first + count - before, piece.count);
    const offset = (before + from - first) * perTile;
    before += piece.count;
    if (from >= to) continue;
    if ('texture' in piece) {
      encoder.copyTextureToBuffer(
        { texture: piece.texture, origin: { z: from } },
        { buffer, offset, bytesPerRow: 4 * side, rowsPerImage: side },
        [side, side, to - from],
      );
    } else {
      device.queue.writeBuffer(buffer, offset, piece.rgba, from * perTile, (to - from) * perTile);
    }
  }
}
