import { acquireDevice } from '../gpu/acquire-device.ts';
import { createGpuAnalyzer } from '../gpu/gpu-analyzer.ts';
import { selfTest } from '../gpu/self-test.ts';
import { createCpuAnalyzer } from '../spectrum/cpu-analyzer.ts';
import type { Spectra, SpectrumAnalyzer, TileBatch, Window } from '../spectrum/spectra.ts';

/** The models were trained on spectra without a window. */
const WINDOW: Window = 'none';

export interface SpectrumEngineOptions {
  /** `navigator.gpu`, or null to stay on the CPU. */
  gpu: GPU | null;
  /** Use adapters that compute on the CPU too: for tests. */
  allowFallback?: boolean;
  /** Told which analyzer was taken, and why. */
  log?: (message: string) => void;
}

export interface MeasuredSpectra {
  spectra: Spectra;
  engine: 'gpu' | 'cpu';
}

export interface SpectrumEngine {
  /** What measures the next batch. */
  readonly kind: 'gpu' | 'cpu';
  measure(tiles: TileBatch): Promise<MeasuredSpectra>;
  destroy(): void;
}

/**
 * Spectra from the GPU where there is one that passes the self-test, else from the CPU. A batch that fails on the GPU is
 * tried once more on a fresh device, then on the CPU, which stays in use from then on: no batch is lost.
 */
export async function createSpectrumEngine(options: SpectrumEngineOptions): Promise<SpectrumEngine> {
  const cpu = await createCpuAnalyzer({ window: WINDOW });
  let gpu = await trustedGpu(cpu, options);
  let mayRenew = true;

  const renew = async (failed: SpectrumAnalyzer): Promise<void> => {
    if (gpu !== failed) return;
    gpu = null;
    failed.destroy();
    if (!mayRenew) return;
    mayRenew = false;
    gpu = await trustedGpu(cpu, options);
  };

  return {
    get kind() {
      return gpu ? 'gpu' : 'cpu';
    },
    async measure(tiles) {
      for (let analyzer = gpu; analyzer; analyzer = gpu) {
        try {
          return { spectra: await analyzer.analyze(tiles), engine: 'gpu' };
        } catch (error) {
          options.log?.(`GPU: ${error instanceof Error ? error.message : error}`);
          await renew(analyzer);
        }
      }
      return { spectra: await cpu.analyze(tiles), engine: 'cpu' };
    },
    destroy() {
      gpu?.destroy();
      cpu.destroy();
    },
  };
}

async function trustedGpu(
  cpu: SpectrumAnalyzer,
  { gpu, allowFallback = false, log }: SpectrumEngineOptions,
): Promise<SpectrumAnalyzer | null> {
  if (!gpu) return null;
  const { device, ...refusal } = await acquireDevice(gpu, { allowFallback });
  if (!device) {
    log?.(`CPU: ${'reason' in refusal ? refusal.reason : 'no device'}`);
    return null;
  }
  try {
    const analyzer = await createGpuAnalyzer(device, { window: WINDOW });
    const result = await selfTest(analyzer, cpu);
    if (result.trusted) {
      log?.(`GPU: self-test passed, worst relative error ${result.worstError.toExponential(1)}`);
      return analyzer;
    }
    log?.(`CPU: the GPU failed its self-test: ${result.reason}`);
    analyzer.destroy();
  } catch (error) {
    log?.(`CPU: ${error instanceof Error ? error.message : error}`);
  }
  device.destroy();
  return null;
}
