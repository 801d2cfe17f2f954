import type { Tensor } from '@tensorflow/tfjs-core';
import { halfPlaneWidth } from '../src/spectrum/rings.ts';
import { type Contestant, PLANES_PER_TILE } from './contestant.ts';
import { transformEntry } from './transform-entry.ts';

/** Its DFT on WebGPU takes time by the square of the side. Input and result stay on the GPU. */
export const tfjsWebgpu: Contestant = {
  name: 'tfjs-webgpu',
  async enter(batch) {
    const tf = await import('@tensorflow/tfjs-core');
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await tf.setBackend('webgpu'))) throw new Error('no webgpu');
    const { side, count } = batch.tiles;
    const planeCount = count * PLANES_PER_TILE;
    const planes = tf.tensor3d(batch.planes, [planeCount, side, side]);
    // A complex tensor that was reshaped has parts that were not.
    const transposed = (spectrum: Tensor, height: number, width: number): Tensor => {
      const [re, im] = [tf.real(spectrum), tf.imag(spectrum)].map((part) =>
        tf.transpose(tf.reshape(part, [planeCount, height, width]), [0, 2, 1]),
      );
      return tf.complex(re, im);
    };
    const width = halfPlaneWidth(side);
    /** Left as it lies after the columns' transforms, column by column. */
    const transform = (): Tensor => tf.tidy(() => tf.fft(transposed(tf.rfft(planes), side, width)));
    return transformEntry(batch, {
      async run() {
        const spectrum = transform();
        // Work is put off until something is read.
        const last = tf.tidy(() => tf.slice(tf.reshape(tf.real(spectrum), [-1]), [0], [1]));
        await last.data();
        tf.dispose([spectrum, last]);
      },
      async halfPlane(plane) {
        const spectrum = tf.tidy(() => transposed(transform(), width, side));
        const values = await spectrum.data();
        spectrum.dispose();
        const length = values.length / planeCount;
        return values.slice(plane * length, (plane + 1) * length);
      },
      leave: () => planes.dispose(),
    });
  },
};
