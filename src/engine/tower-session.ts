import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { unpackWeights } from '../detector/tower-weights.ts';
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
  /** Each patch's part in the logit by direct attribution, row by row; null where the graph doesn't tell. */
  patches: Float32Array | null;
}

export interface TowerSession {
  readonly provider: TowerProvider;
  /** @param view `[3, side, side]`, 0…255 */
  read(view: Float32Array): Promise<TowerReading>;
  release(): Promise<void>;
}

const OPTIONS = {
  // Between two operators, waiting threads would take turns from the page.
  intra_op: { allow_spinning: '0' },
  // In a GPU's memory, too, weights stay in 8 bits; and there, products of floats stay what they are.
  disable_qdq_constant_folding: '1',
  disable_quant_qdq: '1',
};

/** @throws Error where a file is missing or another one, or where the runtime can't load the graph */
export async function openTowerSession(
  { InferenceSession, Tensor }: OnnxRuntime,
  { model: { files, side, parts, directions }, read }: TowerFiles,
  provider: TowerProvider,
): Promise<TowerSession> {
  const graph = provider === 'wasm' ? files : files.gpu;
  if (!graph) throw new Error(`no graph for ${provider}`);
  const { input, output, weights } = files;
  const unpacked = weights && new Uint8Array(unpackWeights(await read(weights), weights.shapes).buffer);
  const session = await InferenceSession.create(await read(graph), {
    executionProviders: [provider],
    extra: { session: OPTIONS },
    ...(unpacked && { externalData: [{ path: weights.file, data: unpacked }] }),
  });
  const regression = directions && {
    directions: new Tensor('float32', directions, [1, parts.length, parts[0].weights.length]),
  };
  const numbersOf = (tensor: Tensor): Float32Array => tensor.data as Float32Array;
  return {
    provider,
    async read(view) {
      const pixels = new Tensor('float32', view, [1, 3, side, side]);
      const outputs = await session.run({ [input]: pixels, ...regression });
      return {
        tokens: numbersOf(outputs[output]),
        patches: outputs.patches ? numbersOf(outputs.patches) : null,
      };
    },
    release: () => session.release(),
  };
}
