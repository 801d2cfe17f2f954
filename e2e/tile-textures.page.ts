import type { Analysis } from '../src/analysis.ts';
import { bundledModels } from '../src/engine/bundled-models.ts';
import { decodeInBrowser } from '../src/engine/decode-in-browser.ts';
import type { DecodedPicture } from '../src/engine/decoded-picture.ts';
import { createEngine } from '../src/engine/engine.ts';
import { inspectBytes } from '../src/engine/inspect-bytes.ts';
import { createSpectrumEngine } from '../src/engine/spectrum-engine.ts';
import { acquireDevice } from '../src/gpu/acquire-device.ts';
import { disguised } from '../src/gpu/disguised.ts';
import { createTileTextures, type StagedTiles } from '../src/gpu/tile-textures.ts';
import { planTiles } from '../src/spectrum/tiles.ts';

/** What came of copying a picture's tiles; `differing` bytes are null where the picture isn't to be copied. */
export interface Copy {
  name: string;
  tiles: number;
  differing: number | null;
}

export interface Run {
  outcomes: Analysis['outcome'][];
  /** Tiles copied to textures, and tiles read as bytes. */
  copied: number;
  read: number;
  devices: number;
}

const fetchBytes = async (name: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await (await fetch(`/pictures/${name}`)).arrayBuffer());

async function decode(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedPicture> {
  const inspection = inspectBytes(bytes);
  if ('reason' in inspection) throw new Error(inspection.reason);
  return decodeInBrowser(bytes, inspection.mediaType);
}

async function readBack(device: GPUDevice, { texture, side, count }: StagedTiles): Promise<Uint8Array> {
  const bytesPerTile = 4 * side * side;
  const buffer = device.createBuffer({
    size: count * bytesPerTile,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  const layout = { buffer, bytesPerRow: 4 * side, rowsPerImage: side };
  encoder.copyTextureToBuffer({ texture }, layout, [side, side, count]);
  device.queue.submit([encoder.finish()]);
  await buffer.mapAsync(GPUMapMode.READ);
  const bytes = new Uint8Array(buffer.getMappedRange().slice(0));
  buffer.destroy();
  return bytes;
}

/** Copies all tiles of pictures to textures and compares them with the bytes that are read otherwise. */
async function compareCopies(names: string[]): Promise<Copy[]> {
  const acquired = await acquireDevice(navigator.gpu, { allowFallback: true });
  if (!acquired.device) throw new Error(acquired.reason);
  const { device } = acquired;
  const textures = createTileTextures(device, 'test');
  const copies: Copy[] = [];
  for (const name of names) {
    const picture = await decode(await fetchBytes(name));
    const plan = planTiles(picture.width, picture.height);
    if (!plan) throw new Error(`${name} is too small`);
    const { side, origins } = plan;
    const tiles = origins.length;
    const staged = picture.copySource && textures.fill(picture.copySource, side, origins);
    if (staged) {
      const bytes = new Uint8Array(4 * side * side);
      const copied = await readBack(device, staged);
      let differing = 0;
      for (const [i, { x, y }] of origins.entries()) {
        await picture.readRect(x, y, side, side, bytes);
        for (let at = 0; at < bytes.length; at++)
          if (bytes[at] !== copied[i * bytes.length + at]) differing++;
      }
      textures.release(staged);
      copies.push({ name, tiles, differing });
    } else {
      copies.push({ name, tiles, differing: null });
    }
    picture.close();
  }
  device.destroy();
  return copies;
}

/**
 * Judges pictures, all at once.
 * @param way `bytes`: none is copied to a texture; `loss`: the first batch of copied tiles loses its device.
 */
async function judge(names: string[], way: 'textures' | 'bytes' | 'loss'): Promise<Run> {
  const run: Run = { outcomes: [], copied: 0, read: 0, devices: 0 };
  let device: GPUDevice | undefined;
  const gpu = disguised(navigator.gpu, {
    async requestAdapter(options: GPURequestAdapterOptions) {
      const adapter = await navigator.gpu.requestAdapter(options);
      const requestDevice = async (descriptor: GPUDeviceDescriptor): Promise<GPUDevice | undefined> => {
        device = await adapter?.requestDevice(descriptor);
        run.devices++;
        return device;
      };
      return adapter && disguised(adapter, { requestDevice });
    },
  });
  const spectra = await createSpectrumEngine({ gpu, allowFallback: true });
  const { analyze } = createEngine({
    spectra: {
      ...spectra,
      stage(picture) {
        const staged = way === 'bytes' ? null : spectra.stage(picture);
        run.copied += staged?.count ?? 0;
        return staged;
      },
      measureStaged(pictures) {
        if (way === 'loss' && run.devices === 1) device?.destroy();
        return spectra.measureStaged(pictures);
      },
    },
    models: bundledModels(),
    async decode(bytes, mediaType) {
      const picture = await decodeInBrowser(bytes, mediaType);
      const readRect: DecodedPicture['readRect'] = (...rect) => {
        run.read++;
        return picture.readRect(...rect);
      };
      return { ...picture, readRect };
    },
  });
  const results = await Promise.all(names.map(async (name) => analyze(await fetchBytes(name))));
  run.outcomes = results.map(({ analysis }) => analysis.outcome);
  spectra.destroy();
  return run;
}

Object.assign(globalThis, { compareCopies, judge });
