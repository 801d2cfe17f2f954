import { EMPHASIS } from '../spectrum/emphasis.ts';
import { LUMA_SCALE, LUMA_WEIGHTS } from '../spectrum/luma.ts';
import { amplitudeFloor, type TileSide, type Window } from '../spectrum/spectra.ts';
import { windowSpectrum } from '../spectrum/window.ts';
import columnTransform from './column-transform.wgsl?raw';
import fft from './fft.wgsl?raw';
import luma from './luma.wgsl?raw';
import pedestal from './pedestal.wgsl?raw';
import radialMeans from './radial-means.wgsl?raw';
import rowTransform from './row-transform.wgsl?raw';

/**
 * Points that a workgroup works on, POINTS in pedestal.wgsl and fft.wgsl: eight to each of its WORKGROUP_SIZE = 256
 * threads, as many as every GPU allows.
 */
export const POINTS_PER_WORKGROUP = 2048;

export interface Pipelines {
  pedestal: GPUComputePipeline;
  rowTransform: GPUComputePipeline;
  columnTransform: GPUComputePipeline;
  averageLogarithms: GPUComputePipeline;
  averageAmplitudes: GPUComputePipeline;
}

const compiled = new WeakMap<GPUDevice, Map<string, Promise<Pipelines>>>();

/**
 * Compute pipelines for tiles of one side and window, compiled once for each device.
 *
 * @throws GPUPipelineError where the device refuses a shader.
 */
export function pipelinesFor(device: GPUDevice, side: TileSide, window: Window): Promise<Pipelines> {
  const ofDevice = compiled.get(device) ?? new Map<string, Promise<Pipelines>>();
  compiled.set(device, ofDevice);
  const key = `${side} ${window}`;
  const existing = ofDevice.get(key);
  if (existing) return existing;
  const pipelines = compile(device, side, window);
  ofDevice.set(key, pipelines);
  pipelines.catch(() => ofDevice.delete(key));
  return pipelines;
}

async function compile(device: GPUDevice, side: TileSide, window: Window): Promise<Pipelines> {
  const lumaConstants = { RED: LUMA_WEIGHTS.red, GREEN: LUMA_WEIGHTS.green, BLUE: LUMA_WEIGHTS.blue };
  const { atZero, atOne } = windowSpectrum(window, side);

  const pipeline = (
    entryPoint: string,
    sources: string[],
    constants: Record<string, number>,
  ): Promise<GPUComputePipeline> => {
    const label = `${entryPoint} ${side} ${window}`;
    const module = device.createShaderModule({ label, code: sources.join('\n') });
    const compute = { module, entryPoint, constants: { SIDE: side, ...constants } };
    return device.createComputePipelineAsync({ label, layout: 'auto', compute });
  };

  const means = { AMPLITUDE_FLOOR: amplitudeFloor(side) };
  const [pedestalSums, rows, columns, averageLogarithms, averageAmplitudes] = await Promise.all([
    pipeline('sum_row_means', [luma, pedestal], lumaConstants),
    pipeline('transform_rows', [fft, luma, rowTransform], { ...lumaConstants, EMPHASIS }),
    pipeline('transform_columns', [fft, columnTransform], {
      LUMA_SCALE,
      WINDOW_AT_0: atZero,
      WINDOW_AT_1: atOne,
    }),
    pipeline('average_logarithms', [radialMeans], means),
    pipeline('average_amplitudes', [radialMeans], means),
  ]);
  return {
    pedestal: pedestalSums,
    rowTransform: rows,
    columnTransform: columns,
    averageLogarithms,
    averageAmplitudes,
  };
}
