import { create, globals } from 'webgpu';

/** Dawn crashes when its GPU is collected while devices are in use. */
const keptAlive: GPU[] = [];

/**
 * For tests: WebGPU in Node that checks every call and does what it promises, but for the arithmetic. It needs no driver,
 * and its devices have WebGPU's default limits.
 */
export function createNullGpu(): GPU {
  Object.assign(globalThis, globals);
  const gpu = create(['backend=null']);
  keptAlive.push(gpu);
  return gpu;
}
