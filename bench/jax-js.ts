import type { Device, numpy } from '@jax-js/jax';
import { type Contestant, PLANES_PER_TILE } from './contestant.ts';
import { transformEntry } from './transform-entry.ts';

/** Compiled once; input and result stay on the device. On `wasm` it takes as many threads as there are cores. */
export function jaxJs(device: Device): Contestant {
  return {
    name: `jax-js-${device}`,
    async enter(batch) {
      const { blockUntilReady, devicePut, init, jit, numpy } = await import('@jax-js/jax');
      if (!(await init(device)).includes(device)) throw new Error(`no ${device}`);
      const { side, count } = batch.tiles;
      const all = numpy.array(batch.planes).reshape([count * PLANES_PER_TILE, side, side]);
      const planes = await blockUntilReady(await devicePut(all, device));
      const transform = jit((values: numpy.Array) => numpy.fft.rfft2(values));
      return transformEntry(batch, {
        async run() {
          const { real, imag } = await blockUntilReady(transform(planes.ref));
          real.dispose();
          imag.dispose();
        },
        async halfPlane(plane) {
          const { real, imag } = transform(planes.ref);
          const [re, im] = [await real.data(), await imag.data()];
          const length = re.length / (count * PLANES_PER_TILE);
          return Float32Array.from(
            { length: 2 * length },
            (_, i) => (i % 2 === 0 ? re : im)[plane * length + (i >> 1)],
          );
        },
        leave: () => planes.dispose(),
      });
    },
  };
}
