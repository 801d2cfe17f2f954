import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web';
import { type Batch, type Contestant, type Entry, PLANES_PER_TILE } from './contestant.ts';
import { dftModel } from './dft-model.ts';
import { transformEntry } from './transform-entry.ts';

type Planes = TypedTensor<'float32'>;
type Sizes = readonly [planes: number, height: number, width: number, parts: number];

/** On one thread. */
export const onnxruntimeWasm: Contestant = {
  name: 'onnxruntime-wasm',
  async enter(batch) {
    const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(modelFor(batch), { executionProviders: ['wasm'] });
    return sessionEntry(batch, session, new Tensor('float32', batch.planes, sizesOf(batch)));
  },
};

/** Input and result stay on the GPU. */
export const onnxruntimeWebgpu: Contestant = {
  name: 'onnxruntime-webgpu',
  async enter(batch) {
    const { env, InferenceSession, Tensor } = await import('onnxruntime-web/webgpu');
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(modelFor(batch), {
      executionProviders: ['webgpu'],
      preferredOutputLocation: 'gpu-buffer',
      // A DFT on the CPU is another contestant's.
      extra: { session: { disable_cpu_ep_fallback: '1' } },
    });
    const device = await env.webgpu.device;
    const buffer = device.createBuffer({
      label: 'planes',
      size: batch.planes.byteLength,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    });
    device.queue.writeBuffer(buffer, 0, batch.planes);
    const planes = Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: sizesOf(batch) });
    return sessionEntry(batch, session, planes, () => device.queue.onSubmittedWorkDone());
  },
};

const sizesOf = ({ tiles: { side, count } }: Batch): Sizes => [count * PLANES_PER_TILE, side, side, 1];

const modelFor = ({ tiles: { side, count } }: Batch): Uint8Array => dftModel(count * PLANES_PER_TILE, side);

function sessionEntry(
  batch: Batch,
  session: InferenceSession,
  planes: Tensor,
  finished: () => Promise<unknown> = async () => {},
): Entry {
  const transform = async (): Promise<Planes> => {
    const { spectrum } = await session.run({ planes });
    await finished();
    return spectrum as Planes;
  };
  return transformEntry(batch, {
    async run() {
      (await transform()).dispose();
    },
    async halfPlane(plane) {
      const spectrum = await transform();
      const values = await spectrum.getData(true);
      const length = values.length / spectrum.dims[0];
      return values.slice(plane * length, (plane + 1) * length);
    },
    async leave() {
      planes.dispose();
      await session.release();
    },
  });
}
