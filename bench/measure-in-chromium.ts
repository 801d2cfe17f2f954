import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import type { Adapter, Measurement } from './bench.page.ts';
import type { Effort } from './interleave.ts';
import { emptyReport, mergeReports, type Report } from './report.ts';

export interface ChromiumReport extends Report {
  version: string;
  /** Null where there is no WebGPU. */
  adapter: Adapter | null;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs the page's measurements in headless Chromium (`CHROMIUM_PATH`), on the GPU if there is one, else on its software.
 * What fails is among `missing`.
 */
export async function measureInChromium(effort: Effort): Promise<ChromiumReport> {
  const server = await serveSources();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-webgpu',
      '--ignore-gpu-blocklist',
      '--enable-features=Vulkan',
      '--use-angle=vulkan',
      // Timestamps to the nanosecond.
      '--enable-webgpu-developer-features',
    ],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(new URL('bench/bench.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction('"measurements" in globalThis');
    const adapter = await page.evaluate<Adapter>('measurements.adapter()').catch(() => null);
    const reports: Report[] = [];
    for (const name of MEASUREMENTS) {
      console.error(`Chromium: ${name}`);
      const call = `measurements.${name}(${JSON.stringify(effort)}, ${adapter?.software ?? true})`;
      reports.push(
        await page.evaluate<Report>(call).catch(({ message }: Error) => ({
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

const MEASUREMENTS: readonly Measurement[] = ['transforms', 'paths', 'pictures', 'gpu'];

/** The sources as they are; isolated, because then the clock ticks every 5 µs. */
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
      // A worktree may share its packages with another one.
      fs: { allow: [ROOT, realpathSync(`${ROOT}/node_modules`)] },
      headers: {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      },
    },
    // Only what is no module or many modules: bundled, the others would look for their WebAssembly beside the bundle.
    optimizeDeps: {
      noDiscovery: true,
      include: ['fft.js', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'],
    },
  });
  return server.listen();
}
