import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** WebGPU on the CPU, where there is no GPU. */
export const SOFTWARE_GPU: readonly string[] = [
  '--use-webgpu-adapter=swiftshader',
  // SwiftShader writes out the zeroing of workgroup memory number by number and takes seconds to compile it.
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
];

export interface SourcePage {
  browser: Browser;
  page: Page;
  close(): Promise<void>;
}

/**
 * Opens a page of this repository whose script imports the sources as they are, in headless Chromium (`CHROMIUM_PATH`).
 * It is cross-origin isolated: its clock ticks every 5 µs.
 * @param path of the HTML file, from the repository's root
 * @param ready name of the global that the page's script sets in the end
 * @param bundled packages that have to be bundled; most would look for their WebAssembly beside the bundle
 */
export async function openSourcePage(
  path: string,
  ready: string,
  { args = SOFTWARE_GPU, bundled = [] }: { args?: readonly string[]; bundled?: string[] } = {},
): Promise<SourcePage> {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    cacheDir: `.cache/vite/${path}`,
    server: {
      host: '127.0.0.1',
      port: 0,
      hmr: false,
      watch: null,
      // A worktree may share another one's packages.
      fs: { allow: [ROOT, realpathSync(`${ROOT}/node_modules`)] },
      headers: {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      },
    },
    optimizeDeps: { noDiscovery: true, include: bundled },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-webgpu',
      // The GPU's clock to the nanosecond.
      '--enable-webgpu-developer-features',
      ...args,
    ],
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(new URL(path, server.resolvedUrls?.local[0]).href);
  await page.waitForFunction(`"${ready}" in globalThis`);
  return {
    browser,
    page,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
