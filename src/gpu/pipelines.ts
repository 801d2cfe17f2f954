import { CHANNEL_SCALE, CHANNEL_WEIGHTS } from '../spectrum/channels.ts';
import { EMPHASIS } from '../spectrum/emphasis.ts';
import { amplitudeFloor, DCT_FLOOR, type TileSide, type Window } from '../spectrum/spectra.ts';
import { windowSpectrum } from '../spectrum/window.ts';
import channelMeans from './channel-means.wgsl?raw';
import channels from './channels.wgsl?raw';
import columnTransform from './column-transform.wgsl?raw';
import dctMeans from './dct-means.wgsl?raw';
import fft from './fft.wgsl?raw';
import lumaMeans from './luma-means.wgsl?raw';
import planes from './planes.wgsl?raw';
import rowTransform from './row-transform.wgsl?raw';
import tallies from './tallies.wgsl?raw';
import { tileLayout } from './tile-layout.ts';
import workgroupSum from './workgroup-sum.wgsl?raw';

/**
 * Points that a workgroup transforms, POINTS in fft.wgsl: eight to each of its WORKGROUP_SIZE = 256 threads, as many as
 * every GPU allows.
 */
export const POINTS_PER_WORKGROUP = 2048;

export interface Pipelines {
  tallies: GPUComputePipeline;
  rowTransform: GPUComputePipeline;
  columnTransform: GPUComputePipeline;
  lumaMeans: GPUComputePipeline;
  channelMeans: GPUComputePipeline;
  dctMeans: GPUComputePipeline;
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
  const pipeline = (
    entryPoint: string,
    sources: string[],
    constants: Record<string, number> = {},
  ): Promise<GPUComputePipeline> => {
    const label = `${entryPoint} ${side} ${window}`;
    const module = device.createShaderModule({ label, code: [planes, ...sources].join('\n') });
    const compute = { module, entryPoint, constants: { SIDE: side, ...constants } };
    return device.createComputePipelineAsync({ label, layout: 'auto', compute });
  };

  const { atZero, atOne } = windowSpectrum(window, side);
  const { results: RESULTS, logarithms, radial, dct } = tileLayout(side);
  const AMPLITUDE_FLOOR = amplitudeFloor(side);
  const [tallyBands, transformRows, transformColumns, averageLuma, averageChannels, averageDct] =
    await Promise.all([
      pipeline('tally_bands', [weights, channels, tallies]),
      pipeline('transform_rows', [fft, weights, channels, rowTransform], { EMPHASIS }),
      pipeline('transform_columns', [fft, columnTransform], {
        CHANNEL_SCALE,
        WINDOW_AT_0: atZero,
        WINDOW_AT_1: atOne,
      }),
      pipeline('average_luma', [workgroupSum, lumaMeans], {
        AMPLITUDE_FLOOR,
        RESULTS,
        LOGARITHMS: logarithms,
      }),
      pipeline('average_channels', [workgroupSum, channelMeans], {
        AMPLITUDE_FLOOR,
        RESULTS,
        RADIAL_RESULTS: radial,
      }),
      pipeline('average_dct', [workgroupSum, dctMeans], {
        DCT_FLOOR,
        EMPHASIS,
        RESULTS,
        DCT_RESULTS: dct,
      }),
    ]);
  return {
    tallies: tallyBands,
    rowTransform: transformRows,
    columnTransform: transformColumns,
    lumaMeans: averageLuma,
    channelMeans: averageChannels,
    dctMeans: averageDct,
  };
}

/** Tables can't be handed over when a pipeline is made, as numbers can. */
const weights = `const CHANNEL_WEIGHTS = array(${Object.values(CHANNEL_WEIGHTS)
  .map((weight) => `vec3i(${weight.join(', ')})`)
  .join(', ')});`;
