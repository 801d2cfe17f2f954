import type { Contestant } from './contestant.ts';
import { createRealTransform } from './pffft-transform.ts';
import { transformEntry } from './transform-entry.ts';

export const pffftWasm: Contestant = {
  name: 'pffft-wasm',
  async enter(batch) {
    const { side } = batch.tiles;
    const pixels = side * side;
    const transform = await createRealTransform(side);
    const halfPlane = (plane: number): Float32Array => {
      transform.input.set(batch.planes.subarray(plane * pixels, (plane + 1) * pixels));
      return transform.transform();
    };
    return transformEntry(batch, {
      run() {
        for (let plane = 0; plane * pixels < batch.planes.length; plane++) halfPlane(plane);
      },
      halfPlane: (plane) => halfPlane(plane).slice(),
      leave: transform.destroy,
    });
  },
};
