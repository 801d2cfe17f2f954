import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { create, globals } from 'webgpu';

const ICD = '/usr/lib/chromium/vk_swiftshader_icd.json';
const LOADER = '/usr/lib/chromium/libvulkan.so.1';
/** `RTLD_NODELETE` of dlfcn.h, which Node has no name for. */
const KEEP_LOADED = 0x1000;
/** SwiftShader writes out the zeroing of workgroup memory number by number and takes seconds to compile it. */
const SLOW_ZEROING = 'use_vulkan_zero_initialize_workgroup_memory_extension';

/** Dawn crashes when its GPU is collected while devices are in use. */
const keptAlive: GPU[] = [];

/** Why tests can't have the software GPU that comes with Debian's Chromium, or nothing where they can. */
export const swiftshaderMissing = existsSync(ICD) ? undefined : `no SwiftShader: ${ICD} does not exist`;

/** For tests: WebGPU in Node, computed on the CPU by Chromium's SwiftShader. */
export function createSwiftshaderGpu(): GPU {
  process.env.VK_ICD_FILENAMES = ICD;
  if (existsSync(LOADER)) {
    // Dawn looks for a Vulkan loader on the library path, where Chromium's is not; once loaded it is found by name.
    try {
      process.dlopen({ exports: {} }, LOADER, constants.dlopen.RTLD_NOW | KEEP_LOADED);
    } catch {
      // It always throws: the loader is no Node addon. It stays loaded all the same.
    }
  }
  Object.assign(globalThis, globals);
  const gpu = create([`disable-dawn-features=${SLOW_ZEROING}`]);
  keptAlive.push(gpu);
  return gpu;
}
