import { openSourcePage, SOFTWARE_GPU, type SourcePage } from '../tools/open-source-page.ts';
import type { Adapter, Measurement } from './bench.page.ts';
import type { Effort } from './interleave.ts';
import { emptyReport, mergeReports, type Report } from './report.ts';

export interface ChromiumReport extends Report {
  version: string;
  /** Null where there is no WebGPU. */
  adapter: Adapter | null;
}

const MEASUREMENTS: readonly Measurement[] = ['transforms', 'paths', 'pictures', 'gpu'];
const HARDWARE = ['--ignore-gpu-blocklist', '--enable-features=Vulkan', '--use-angle=vulkan'];

/**
 * Runs the page's measurements in headless Chromium (`CHROMIUM_PATH`), on its GPU, or in software where there is none.
 * What fails is among `missing`.
 */
export async function measureInChromium(effort: Effort): Promise<ChromiumReport> {
  let opened = await open(HARDWARE);
  if (opened.adapter?.software !== false) {
    await opened.close();
    opened = await open(SOFTWARE_GPU);
  }
  const { browser, page, adapter, close } = opened;
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
    await close();
  }
}

async function open(args: readonly string[]): Promise<SourcePage & { adapter: Adapter | null }> {
  const opened = await openSourcePage('bench/bench.html', 'measurements', {
    args,
    bundled: ['fft.js', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'],
  });
  const adapter = await opened.page.evaluate<Adapter>('measurements.adapter()').catch(() => null);
  return { ...opened, adapter };
}
