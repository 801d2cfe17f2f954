import { passesProbe, probeView } from '../detector/tower-probe.ts';
import { type TowerScore, towerScore } from '../detector/tower-score.ts';
import type { TowerFiles } from './tower-files.ts';
import {
  type OnnxRuntime,
  openTowerSession,
  type TowerProvider,
  type TowerSession,
} from './tower-session.ts';

/** What the tower makes of a view. Survives a structured clone. */
export interface TowerJudgement extends TowerScore {
  /** Each patch's part in the logit by direct attribution, row by row; null where the graph doesn't tell. */
  patches: Float32Array | null;
  provider: TowerProvider;
  milliseconds: number;
}

export interface TowerJudge {
  /** Side of the views that it judges. */
  readonly side: number;
  /** What judges the next view. */
  readonly provider: TowerProvider;
  /** One view at a time. @param view `[3, side, side]`, 0…255 */
  judge(view: Float32Array): Promise<TowerJudgement>;
  release(): Promise<void>;
}

export interface TowerJudgeOptions {
  runtime: OnnxRuntime;
  files: TowerFiles;
  /** `navigator.gpu`, or null to stay on the CPU. */
  gpu: GPU | null;
  /** Use adapters that compute on the CPU too: for tests. */
  allowFallback?: boolean;
  /** Told what was taken, and why. */
  log?: (message: string) => void;
}

/**
 * The tower on WebGPU where there is an adapter for it, a graph for it, and the self-test's view gets the logit that it
 * must; else on WebAssembly. What fails on the GPU is done again on WebAssembly, which stays in use from then on.
 * @throws Error where it can't be had on WebAssembly either
 */
export async function openTowerJudge(options: TowerJudgeOptions): Promise<TowerJudge> {
  const { runtime, files, log } = options;
  const { model } = files;
  const openWasm = (): Promise<TowerSession> => openTowerSession(runtime, files, 'wasm');
  let session = (await trustedGpuSession(options)) ?? (await openWasm());

  const judge = async (view: Float32Array): Promise<TowerJudgement> => {
    const start = performance.now();
    const { tokens, patches } = await session.read(view);
    const score = towerScore(model, tokens);
    return { ...score, patches, provider: session.provider, milliseconds: performance.now() - start };
  };

  return {
    side: model.side,
    get provider() {
      return session.provider;
    },
    async judge(view) {
      try {
        return await judge(view);
      } catch (error) {
        if (session.provider === 'wasm') throw error;
        log?.(`WebAssembly: the GPU failed: ${messageOf(error)}`);
        await session.release().catch(() => {});
        session = await openWasm();
        return judge(view);
      }
    },
    release: () => session.release(),
  };
}

async function trustedGpuSession(options: TowerJudgeOptions): Promise<TowerSession | null> {
  const { runtime, files, gpu, allowFallback = false, log } = options;
  const { model } = files;
  const expected = model.files.gpu?.logit;
  if (!gpu || expected === undefined) return null;
  let session: TowerSession | null = null;
  try {
    const adapter = await gpu.requestAdapter();
    if (!adapter || (adapter.info.isFallbackAdapter && !allowFallback)) throw new Error('no GPU adapter');
    session = await openTowerSession(runtime, files, 'webgpu');
    const { logit } = towerScore(model, (await session.read(probeView(model.side))).tokens);
    if (passesProbe(logit, expected)) {
      log?.(`WebGPU: self-test passed, off by ${Math.abs(logit - expected).toExponential(1)}`);
      return session;
    }
    throw new Error(`the GPU failed its self-test: ${logit} instead of ${expected}`);
  } catch (error) {
    log?.(`WebAssembly: ${messageOf(error)}`);
    await session?.release().catch(() => {});
    return null;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
