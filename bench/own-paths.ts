import { acquireDevice } from '../src/gpu/acquire-device.ts';
import { createGpuAnalyzer } from '../src/gpu/gpu-analyzer.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { randomTiles } from '../src/spectrum/random-tiles.ts';
import { referenceSpectra } from '../src/spectrum/reference-spectra.ts';
import type { SpectrumAnalyzer } from '../src/spectrum/spectra.ts';
import { SPECTRA_TOLERANCE, worstRelativeErrors } from '../src/spectrum/worst-relative-error.ts';
import type { Batch, Contestant, Entry } from './contestant.ts';

/** As the engine uses it. */
const WINDOW = 'none';

/** From pixels to all spectra on the CPU. */
export const cpuPath: Contestant = {
  name: 'cpu-path',
  enter: async (batch) => analyzerEntry(batch, await createCpuAnalyzer({ window: WINDOW })),
};

/** From pixels to all spectra on the GPU, upload and read-back included. */
export const gpuPath: Contestant = {
  name: 'gpu-path',
  async enter(batch) {
    const acquired = await acquireDevice(navigator.gpu, { allowFallback: true });
    if (!acquired.device) throw new Error(acquired.reason);
    const { device } = acquired;
    return analyzerEntry(batch, await createGpuAnalyzer(device, { window: WINDOW }), () => device.destroy());
  },
};

function analyzerEntry({ tiles }: Batch, analyzer: SpectrumAnalyzer, leave = () => {}): Entry {
  return {
    run: () => analyzer.analyze(tiles),
    async worstError() {
      const one = randomTiles(tiles.side, 1);
      const errors = worstRelativeErrors(
        tiles.side,
        await analyzer.analyze(one),
        referenceSpectra(one, WINDOW),
      );
      return Math.max(...Object.values(errors));
    },
    tolerance: SPECTRA_TOLERANCE,
    leave() {
      analyzer.destroy();
      leave();
    },
  };
}
