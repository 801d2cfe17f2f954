import { existsSync } from 'node:fs';
import { create, globals } from 'webgpu';
import { createSwiftshaderGpu, swiftshaderMissing } from '../src/gpu/swiftshader.ts';

/** Where Vulkan's loader looks for drivers on Linux. */
const DRIVER_FOLDERS = ['/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

/** Dawn crashes when its GPU is collected while devices are in use. */
let kept: GPU | undefined;

/** WebGPU in Node, by Dawn. On a Linux without a Vulkan driver, Chromium's software driver is taken if it is there. */
export function createNodeGpu(): GPU {
  const { VK_DRIVER_FILES, VK_ICD_FILENAMES } = process.env;
  const hasDriver =
    process.platform !== 'linux' || VK_DRIVER_FILES || VK_ICD_FILENAMES || DRIVER_FOLDERS.some(existsSync);
  if (!hasDriver && !swiftshaderMissing) return createSwiftshaderGpu();
  Object.assign(globalThis, globals);
  kept ??= create([]);
  return kept;
}
