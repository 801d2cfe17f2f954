import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { halfPlaneWidth } from '../src/spectrum/rings.ts';
import { type Batch, type Contestant, type Entry, PLANES_PER_TILE } from './contestant.ts';
import { dftModel } from './dft-model.ts';
import { transformEntry } from './transform-entry.ts';

/** On one thread. */
export const onnxruntimeWasm: Contestant = {
  name: 'onnxruntime-wasm',
  async enter(batch) {
    const { env, InferenceSession, Tensor } = await import('onnxruntime-web/wasm');
    env.wasm.numThreads = 1;
    const session = await InferenceSession.create(modelFor(batch), { executionProviders: ['wasm'] });
    const [count, side] = sizesOf(batch);
    const planes = new Tensor('float32', batch.planes, sizesOf(batch));
    // The result is not copied to a tensor that is handed in. One made anew would be garbage, in others' time.
    const spectrum = new Tensor('float32', new Float32Array(count * side * halfPlaneWidth(side) * 2), [
      count,
      side,
      halfPlaneWidth(side),
      2,
    ]);
    return sessionEntry(batch, session, planes, () => session.run({ planes }, { spectrum }));
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
    return sessionEntry(batch, session, planes, async () => {
      const { spectrum } = await session.run({ planes });
      await device.queue.onSubmittedWorkDone();
      spectrum.dispose();
    });
  },
};

const sizesOf = ({ tiles: { side, count } }: Batch): [number, number, number, number] => [
  count * PLANES_PER_TILE,
  side,
  side,
  1,
];

const modelFor = ({ tiles: { side, count } }: Batch): Uint8Array => dftModel(count * PLANES_PER_TILE, side);

function sessionEntry(batch: Batch, session: InferenceSession, planes: Tensor, run: () => unknown): Entry {
  return transformEntry(batch, {
    run,
    async halfPlane(plane) {
      const { spectrum } = await session.run({ planes });
      const values = (await spectrum.getData(true)) as Float32Array;
      const length = values.length / spectrum.dims[0];
      return values.slice(plane * length, (plane + 1) * length);
    },
    async leave() {
      planes.dispose();
      await session.release();
    },
  });
}
