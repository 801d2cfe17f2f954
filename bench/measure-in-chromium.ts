import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { Adapter, Measurement } from './bench.page.ts';
import type { Effort } from './interleave.ts';
import { emptyReport, mergeReports, type Report } from './report.ts';

export interface ChromiumReport extends Report {
  version: string;
  /** Null where there is no WebGPU. */
  adapter: Adapter | null;
}

const MEASUREMENTS: readonly Measurement[] = ['transforms', 'paths', 'pictures', 'gpu'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HARDWARE = ['--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan'];
const SOFTWARE = [
  '--use-webgpu-adapter=swiftshader',
  // SwiftShader writes out the zeroing of workgroup memory number by number and takes seconds to compile it.
  '--disable-dawn-features=use_vulkan_zero_initialize_workgroup_memory_extension',
];

/**
 * Runs the page's measurements in headless Chromium (`CHROMIUM_PATH`), on its GPU, or in software where there is none.
 * What fails is among `missing`.
 */
export async function measureInChromium(effort: Effort): Promise<ChromiumReport> {
  const server = await serveSources();
  const address = new URL('bench/bench.html', server.resolvedUrls?.local[0]).href;
  let opened = await open(address, HARDWARE);
  if (opened.adapter?.software !== false) {
    await opened.browser.close();
    opened = await open(address, SOFTWARE);
  }
  const { browser, page, adapter } = opened;
  try {
    const reports: Report[] = [];
    for (const name of MEASUREMENTS) {
      console.error(`Chromium: ${name}`);
      const call = `measurements.${name}(${JSON.stringify(effort)}, ${adapter?.software !== false})`;
      const report = page.evaluate<Report>(call);
      reports.push(
        await report.catch(({ message }) => ({
          ...emptyReport(),
          missing: { [`${name}@chromium`]: message },
        })),
      );
    }
    return { ...mergeReports(...reports), version: browser.version(), adapter };
  } finally {
    await browser.close();
    await server.close();
  }
}

async function open(
  address: string,
  args: readonly string[],
): Promise<{ browser: Browser; page: Page; adapter: Adapter | null }> {
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
  await page.goto(address);
  await page.waitForFunction('"measurements" in globalThis');
  const adapter = await page.evaluate<Adapter>('measurements.adapter()').catch(() => null);
  return { browser, page, adapter };
}

/** The sources as they are. The page is isolated: its clock then ticks every 5 µs. */
async function serveSources(): Promise<ViteDevServer> {
  const server = await createServer({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    cacheDir: '.cache/vite-bench',
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
    // Bundled, the other packages would look for their WebAssembly beside the bundle.
    optimizeDeps: {
      noDiscovery: true,
      include: ['fft.js', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'],
    },
  });
  return server.listen();
}
