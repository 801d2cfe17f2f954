import { existsSync } from 'node:fs';
import { create, globals } from 'webgpu';

const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Dawn crashes when its GPU is collected while devices are in use. */
let kept: GPU | undefined;

/** WebGPU in Node, by Dawn. Where no Vulkan driver is named, Chromium's software driver is taken if it is there. */
export function createNodeGpu(): GPU {
  if (!process.env.VK_ICD_FILENAMES && !existsSync('/usr/share/vulkan/icd.d') && existsSync(SWIFTSHADER)) {
    process.env.VK_ICD_FILENAMES = SWIFTSHADER;
  }
  Object.assign(globalThis, globals);
  kept ??= create([]);
  return kept;
}
