import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { TowerModel } from '../detector/tower-model.ts';
import type { TowerFiles } from './tower-files.ts';

/** The parts of onnxruntime-web that are needed, whichever of its builds they come from. */
export interface OnnxRuntime {
  InferenceSession: {
    create(graph: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => Tensor;
}

export type TowerProvider = 'webgpu' | 'wasm';

/** What the tower says of one view. */
export interface TowerReading {
  /** `[blocks, width]` */
  tokens: Float32Array;
  /** Each patch's part in the logit, row by row; null where the graph doesn't tell. */
  patches: Float32Array | null;
}

export interface TowerSession {
  /** @param view `[3, side, side]`, 0…255 */
  read(view: Float32Array): Promise<TowerReading>;
  release(): Promise<void>;
}

/** @throws Error where a file is missing or another one, or where the runtime can't load the graph */
export async function openTowerSession(
  { InferenceSession, Tensor }: OnnxRuntime,
  { description: { model }, read }: TowerFiles,
  provider: TowerProvider,
): Promise<TowerSession> {
  const graph = model.graphs[provider];
  if (!graph) throw new Error(`no graph for ${provider}`);
  const { side, weights } = model;
  const session = await InferenceSession.create(await read(graph), {
    executionProviders: [provider],
    freeDimensionOverrides: { n: 1 },
    ...(weights && { externalData: [{ path: weights.file, data: await read(weights) }] }),
    extra: {
      session: {
        // Between two operators, waiting threads would take turns from the page.
        intra_op: { allow_spinning: '0' },
        // Weights stay small in the GPU's memory.
        disable_qdq_constant_folding: '1',
      },
    },
  });
  const [input] = session.inputNames;
  const [tokens, patches] = session.outputNames;
  return {
    async read(view) {
      const pixels = new Tensor('float32', standardised(view, model), [1, 3, side, side]);
      const outputs = await session.run({ [input]: pixels });
      const valuesOf = (name: string | undefined): Float32Array | null =>
        name === undefined ? null : (outputs[name].data as Float32Array);
      return { tokens: valuesOf(tokens) ?? new Float32Array(), patches: valuesOf(patches) };
    },
    release: () => session.release(),
  };
}

function standardised(view: Float32Array, { side, mean, deviation }: TowerModel): Float32Array {
  return view.map((value, i) => {
    const channel = Math.floor(i / (side * side));
    return (value - mean[channel]) / deviation[channel];
  });
}
