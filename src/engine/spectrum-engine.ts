import { acquireDevice } from '../gpu/acquire-device.ts';
import { createGpuAnalyzer, type GpuAnalyzer } from '../gpu/gpu-analyzer.ts';
import { createSelfTest } from '../gpu/self-test.ts';
import { throughBitmaps } from '../gpu/through-bitmaps.ts';
import type { StagedTiles } from '../gpu/tile-textures.ts';
import { createCpuAnalyzer } from '../spectrum/cpu-analyzer.ts';
import type { Spectra, TileBatch, Window } from '../spectrum/spectra.ts';
import { planTiles } from '../spectrum/tiles.ts';
import type { DecodedPicture } from './decoded-picture.ts';

/** The models were trained on spectra without a window. */
const WINDOW: Window = 'none';

/** Times a batch is given to the GPU before the CPU has to measure it. */
const GPU_TRIES = 2;

/** Devices asked for in a row without one batch measured on them: the GPU is given up before it costs more time. */
const MOST_BARREN_DEVICES = 4;

export interface SpectrumEngineOptions {
  /** `navigator.gpu`, or null to stay on the CPU. */
  gpu: GPU | null;
  /** Use adapters that compute on the CPU too: for tests. */
  allowFallback?: boolean;
  /** Told which analyzer was taken, and why. */
  log?: (message: string) => void;
  /** Stands in for `createGpuAnalyzer`: tests plant faults. */
  createAnalyzer?: typeof createGpuAnalyzer;
}

export interface MeasuredSpectra {
  spectra: Spectra;
  engine: 'gpu' | 'cpu';
}

/** All tiles of a picture on the GPU, featureless ones among them. */
export interface StagedPicture extends StagedTiles {
  analyzer: GpuAnalyzer;
}

export interface SpectrumEngine {
  /** Whether a GPU is at hand; where its device was just lost, the next batch may bring a new one. */
  readonly kind: 'gpu' | 'cpu';
  measure(tiles: TileBatch): Promise<MeasuredSpectra>;
  /**
   * Copies a picture's tiles to the GPU without reading their bytes. The picture may go at once, its tiles must be
   * measured.
   * @returns null where that can't be done as exactly
   */
  stage(picture: DecodedPicture): StagedPicture | null;
  /**
   * @param pictures equal in side and analyzer.
   * @throws Error where the tiles were lost with their device; their bytes may still be measured.
   */
  measureStaged(pictures: StagedPicture[]): Promise<MeasuredSpectra>;
  destroy(): void;
}

/**
 * Spectra from the GPU where there is one that passes the self-test, else from the CPU. A batch that fails on the GPU,
 * mostly because the device was lost, is tried once more on a new device, then on the CPU: no batch is lost. The next
 * batches try the GPU again. A new device passes the self-test anew, for it may belong to another adapter, or to a
 * driver that was just replaced; one wrong number, and the GPU is not asked again.
 */
export async function createSpectrumEngine({
  gpu,
  allowFallback = false,
  log = () => {},
  createAnalyzer = createGpuAnalyzer,
}: SpectrumEngineOptions): Promise<SpectrumEngine> {
  const cpu = await createCpuAnalyzer({ window: WINDOW });
  const selfTest = createSelfTest(cpu);
  let active: GpuAnalyzer | null = null;
  let opening: Promise<void> | null = null;
  let devicesLeft = gpu ? MOST_BARREN_DEVICES : 0;

  /** The GPU's analyzer, on a new device where the last one was lost; null where there is none to be had. */
  const acquire = async (): Promise<GpuAnalyzer | null> => {
    if (!active && devicesLeft > 0) {
      opening ??= open().finally(() => {
        opening = null;
      });
      await opening;
    }
    return active;
  };

  const open = async (): Promise<void> => {
    devicesLeft--;
    const acquired = await acquireDevice(gpu, { allowFallback });
    if (!acquired.device) return log(`CPU: ${acquired.reason}`);
    const { device } = acquired;
    try {
      const analyzer = await createAnalyzer(device, { window: WINDOW });
      const result = await selfTest(analyzer);
      if (!result.trusted) {
        devicesLeft = 0;
        throw new Error(`the GPU failed its self-test: ${result.reason}`);
      }
      const copiesExactly = await selfTest(throughBitmaps(analyzer)).then(
        ({ trusted }) => trusted,
        () => false,
      );
      const worst = `worst relative error ${result.worstError.toExponential(1)}`;
      log(`GPU: self-test passed, ${worst}${copiesExactly ? '' : '; tiles are read as bytes'}`);
      const opened: GpuAnalyzer = {
        ...analyzer,
        stage: copiesExactly ? analyzer.stage : () => null,
        destroy() {
          analyzer.destroy();
          device.destroy();
        },
      };
      active = opened;
      device.lost.then(() => retire(opened));
    } catch (error) {
      log(`CPU: ${messageOf(error)}`);
      device.destroy();
    }
  };

  const retire = (analyzer: GpuAnalyzer): void => {
    if (active === analyzer) active = null;
    analyzer.destroy();
  };

  /** A failure costs the analyzer its device. */
  const measureOn = async (analyzer: GpuAnalyzer, work: Promise<Spectra>): Promise<MeasuredSpectra> => {
    try {
      const spectra = await work;
      devicesLeft = MOST_BARREN_DEVICES;
      return { spectra, engine: 'gpu' };
    } catch (error) {
      log(`GPU: ${messageOf(error)}`);
      retire(analyzer);
      throw error;
    }
  };

  await acquire();

  return {
    get kind() {
      return active ? 'gpu' : 'cpu';
    },
    async measure(tiles) {
      for (let tries = 0; tries < GPU_TRIES; tries++) {
        const analyzer = await acquire();
        if (!analyzer) break;
        const measured = await measureOn(analyzer, analyzer.analyze(tiles)).catch(() => null);
        if (measured) return measured;
      }
      return { spectra: await cpu.analyze(tiles), engine: 'cpu' };
    },
    stage({ copySource, width, height }) {
      const plan = planTiles(width, height);
      if (!active || !copySource || !plan) return null;
      try {
        const tiles = active.stage(copySource, plan.side, plan.origins);
        return tiles && { ...tiles, analyzer: active };
      } catch (error) {
        log(`GPU: ${messageOf(error)}`);
        return null;
      }
    },
    async measureStaged(pictures) {
      const [{ analyzer }] = pictures;
      return measureOn(analyzer, analyzer.analyzeStaged(pictures));
    },
    destroy() {
      devicesLeft = 0;
      active?.destroy();
      cpu.destroy();
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
