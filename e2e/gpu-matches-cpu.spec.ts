import { fileURLToPath } from 'node:url';
import { chromium, expect, test } from '@playwright/test';
import { createServer } from 'vite';
import { SPECTRA_TOLERANCE } from '../src/spectrum/worst-relative-error.ts';
import type { Comparison } from './gpu-matches-cpu.page.ts';

const PHOTOGRAPHS = [
  'exif-parser/test/starfish.jpg',
  'jquery-zoom/daisy.jpg',
  'jquery-zoom/roxy.jpg',
  ...[1, 2, 3, 4, 5, 6].map((n) => `simplelightbox/demo/img/full/0${n}.jpg`),
];

/**
 * Without a window, as shipped, whole numbers are transformed. A taper's products are rounded, on either side in its own
 * way, which shows in white noise, where one of a bin's one to eight coefficients may happen to vanish.
 */
const toleranceOf = ({ window, input }: Comparison): number =>
  window === 'hann' && input === 'random' ? 5 * SPECTRA_TOLERANCE : SPECTRA_TOLERANCE;

test('spectra from the GPU match those from the CPU', async () => {
  test.setTimeout(600_000);
  const server = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-gpu-matches-cpu',
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    // Bundled, the module would look for its WebAssembly beside the bundle.
    optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      // SwiftShader writes out the zeroing of workgroup memory number by number and takes seconds to compile it.
      '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
    ],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(new URL('e2e/gpu-matches-cpu.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction('"compare" in globalThis');
    const addresses = PHOTOGRAPHS.map((name) => `/node_modules/${name}`);
    const comparisons: Comparison[] = await page.evaluate(`compare(${JSON.stringify(addresses)})`);
    console.table(comparisons.map(({ errors, ...input }) => ({ ...input, ...inMillionths(errors) })));
    expect(comparisons.map(({ input }) => input)).toEqual(expect.arrayContaining(['random', 'photographs']));
    for (const comparison of comparisons) {
      const { window, side, input, errors } = comparison;
      for (const [quantity, error] of Object.entries(errors)) {
        const what = `${quantity}, ${input}, side ${side}, window ${window}`;
        expect.soft(error, what).toBeLessThanOrEqual(toleranceOf(comparison));
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
});

const inMillionths = (errors: Comparison['errors']): Record<string, string> =>
  Object.fromEntries(Object.entries(errors).map(([quantity, error]) => [quantity, (error * 1e6).toFixed(2)]));
