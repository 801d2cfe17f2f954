import type { Contestant } from './contestant.ts';
import { fftJs } from './fft-js.ts';
import { onnxruntimeWasm } from './onnxruntime.ts';
import { cpuPath } from './own-paths.ts';
import { pffftWasm } from './pffft-wasm.ts';

/** Those that take one core, in Node as in a page. */
export const CPU_CONTESTANTS: readonly Contestant[] = [cpuPath, pffftWasm, fftJs, onnxruntimeWasm];
