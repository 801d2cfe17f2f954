import { acquireDevice } from '../src/gpu/acquire-device.ts';
import { createGpuAnalyzer } from '../src/gpu/gpu-analyzer.ts';
import { CPU_CONTESTANTS } from './cpu-contestants.ts';
import type { Effort } from './interleave.ts';
import { jaxJs } from './jax-js.ts';
import { BATCH_SIZES, measureBatchSizes } from './measure-batch-sizes.ts';
import { measureGpu } from './measure-gpu.ts';
import { measurePaths, PICTURE } from './measure-paths.ts';
import { measurePictures } from './measure-pictures.ts';
import { measureTransforms } from './measure-transforms.ts';
import { onnxruntimeWebgpu } from './onnxruntime.ts';
import { gpuPath } from './own-paths.ts';
import { mergeReports, type Report } from './report.ts';
import { tfjsWebgpu } from './tfjs-webgpu.ts';

/** Which GPU a page has. */
export interface Adapter {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  /** It computes on the CPU: what it takes says nothing about GPUs. */
  software: boolean;
}

const PLACE = '@chromium';
/** Ends names whose numbers say nothing about GPUs. */
const SOFTWARE = '@software';
const PAGE_CONTESTANTS = [...CPU_CONTESTANTS, jaxJs('wasm')];
const GPU_CONTESTANTS = [gpuPath, onnxruntimeWebgpu, jaxJs('webgpu'), tfjsWebgpu];
/** In software, a GPU's work is done to see that it can be done, and on as little as will do. */
const SOFTWARE_BATCH_SIZES = [1, 4];
const SOFTWARE_EFFORT: Effort = { rounds: 3, seconds: 0 };
/** 32 pictures of 16 tiles. */
const LARGEST_BATCH = 512;

const adapterOf = ({ adapterInfo }: GPUDevice): Adapter => {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapterInfo;
  return { vendor, architecture, device, description, software: isFallbackAdapter };
};

async function acquire(): Promise<GPUDevice> {
  const acquired = await acquireDevice(navigator.gpu, { allowFallback: true });
  if (!acquired.device) throw new Error(acquired.reason);
  return acquired.device;
}

/** What a page measures; `software`: its GPU is. */
const measurements = {
  async adapter(): Promise<Adapter> {
    const device = await acquire();
    device.destroy();
    return adapterOf(device);
  },
  transforms: (effort: Effort) => measureTransforms(effort, PLACE),
  pictures: measurePictures,
  /** All on the same batches, unless the GPU is but software. */
  async paths(effort: Effort, software: boolean): Promise<Report> {
    if (!software) return measurePaths([...PAGE_CONTESTANTS, ...GPU_CONTESTANTS], PICTURE, effort, PLACE);
    return mergeReports(
      await measurePaths(PAGE_CONTESTANTS, PICTURE, effort, PLACE),
      await measurePaths(GPU_CONTESTANTS, [[1, 128]], SOFTWARE_EFFORT, SOFTWARE),
    );
  },
  async gpu(effort: Effort, software: boolean): Promise<Report> {
    const device = await acquire();
    const analyzer = await createGpuAnalyzer(device, { window: 'none' });
    const allowed = software ? SOFTWARE_EFFORT : effort;
    const place = software ? SOFTWARE : PLACE;
    const sizes = software ? SOFTWARE_BATCH_SIZES : BATCH_SIZES;
    const reports = [await measureBatchSizes(analyzer, sizes, allowed, place)];
    analyzer.destroy();
    for (const count of software ? [1] : [16, LARGEST_BATCH]) {
      reports.push(await measureGpu(device, count, allowed, place));
    }
    device.destroy();
    return mergeReports(...reports);
  },
};

export type Measurement = Exclude<keyof typeof measurements, 'adapter'>;

Object.assign(globalThis, { measurements });
