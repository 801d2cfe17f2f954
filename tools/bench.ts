import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Adapter } from '../bench/bench.page.ts';
import { CPU_CONTESTANTS } from '../bench/cpu-contestants.ts';
import { formatReport } from '../bench/format-report.ts';
import type { Effort } from '../bench/interleave.ts';
import { machineFacts } from '../bench/machine-facts.ts';
import { BATCH_SIZES, measureBatchSizes } from '../bench/measure-batch-sizes.ts';
import { measureCpuStages } from '../bench/measure-cpu-stages.ts';
import { measureInChromium } from '../bench/measure-in-chromium.ts';
import { measurePaths, PICTURE } from '../bench/measure-paths.ts';
import { measureTower } from '../bench/measure-tower.ts';
import { measureTransforms } from '../bench/measure-transforms.ts';
import { regressions } from '../bench/regressions.ts';
import { emptyReport, mergeReports, type Report } from '../bench/report.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';

const USAGE = `usage: npm run bench -- [--short] [--json FILE]
Times our spectra beside other libraries' transforms; fails where a ratio has grown to more than 1.5 times its baseline.
  --short  the CPU's part in Node only, in less than a minute
  --json   writes all numbers to FILE, too`;

const BASELINE = new URL('../bench/baseline.json', import.meta.url);
const SHORT: Effort = { rounds: 15, seconds: 7 };
const FULL: Effort = { rounds: 31, seconds: 40 };

function readArguments(): { short: boolean; json: string | undefined } {
  try {
    const { values } = parseArgs({
      options: { short: { type: 'boolean', default: false }, json: { type: 'string' } },
    });
    return { short: values.short, json: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

async function measureInNode(effort: Effort, short: boolean): Promise<Report> {
  const picture = emptyReport();
  const paths = await measurePaths(CPU_CONTESTANTS, PICTURE, effort);
  // All spectra of a decoded picture of 1024² are those of 16 tiles of 256².
  for (const kind of ['milliseconds', 'least'] as const) {
    const { 'cpu-path-16x256': duration } = paths[kind];
    if (duration !== undefined) picture[kind]['cpu-spectra-1024'] = duration;
  }
  const reports = [picture, await measureTransforms(effort), paths, await measureTower(effort)];
  if (!short) {
    const analyzer = await createCpuAnalyzer({ window: 'none' });
    reports.push(await measureCpuStages(effort), await measureBatchSizes(analyzer, BATCH_SIZES, effort));
  }
  return mergeReports(...reports);
}

function nameOf(adapter: Adapter | null): string {
  if (!adapter) return 'no GPU';
  const name = adapter.description || `${adapter.vendor} ${adapter.architecture} ${adapter.device}`;
  return adapter.software ? `GPU in software (${name}): its times say nothing about GPUs` : `GPU: ${name}`;
}

async function main(): Promise<void> {
  const { short, json } = readArguments();
  const facts = machineFacts();
  const node = await measureInNode(short ? SHORT : FULL, short);
  const chromium = short ? null : await measureInChromium(FULL);
  const report = chromium ? mergeReports(node, chromium) : node;
  const machine = { ...facts, ...(chromium && { chromium: chromium.version, adapter: chromium.adapter }) };

  const baseline: Record<string, number> = JSON.parse(readFileSync(BASELINE, 'utf8'));
  console.log(`\n${formatReport(report, baseline)}\n`);
  console.log(`${facts.processor}, ${facts.cores} cores, load ${facts.load}`);
  console.log(`Node ${facts.node}: time on processors`);
  if (chromium) console.log(`Chromium ${chromium.version}: time on the wall; ${nameOf(chromium.adapter)}`);
  if (json) writeFileSync(json, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);

  const complaints = regressions(report.ratios, baseline);
  for (const complaint of complaints) console.error(complaint);
  if (complaints.length > 0) process.exitCode = 1;
}

await main();
