import { readdirSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Analysis,
  DEFAULT_FALSE_POSITIVE_RATE,
  FALSE_POSITIVE_RATES,
  type FalsePositiveRate,
  MOST_BYTES,
  type Reason,
  refusedUnseen,
  verdictOn,
} from '../src/analysis.ts';
import { openScanner, SCAN_ENGINES, type ScanEngine, type Scanner } from './scanner.ts';

const USAGE = `usage: npm run --silent scan -- [--engine ${SCAN_ENGINES.join('|')}] [--rate ${FALSE_POSITIVE_RATES.join('|')}] PATH…
Judges picture files, and every file in folders, as the extension does; prints one JSON object a line.
  --engine  cpu (default); gpu: WebGPU in Node; browser: through the built extension in headless Chromium
  --rate    share of real photographs that may be flagged, by default ${DEFAULT_FALSE_POSITIVE_RATE}`;

interface Arguments {
  engine: ScanEngine;
  rate: FalsePositiveRate;
  files: string[];
}

function readArguments(): Arguments {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { engine: { type: 'string', default: 'cpu' }, rate: { type: 'string' } },
    });
    const engine = SCAN_ENGINES.find((name) => name === values.engine);
    const rate = FALSE_POSITIVE_RATES.find(
      (known) => known === Number(values.rate ?? DEFAULT_FALSE_POSITIVE_RATE),
    );
    if (!engine) throw new Error(`unknown engine '${values.engine}'`);
    if (!rate) throw new Error(`unknown rate '${values.rate}'`);
    if (positionals.length === 0) throw new Error('no file or folder given');
    return { engine, rate, files: positionals.flatMap(filesAt) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

/** What can't be listed counts as a file: its line says that it can't be read. */
function filesAt(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .flatMap((name) => filesAt(join(path, name)));
  } catch {
    return [path];
  }
}

/** Pipes and devices are left alone: they may never end. */
async function readPicture(file: string): Promise<Uint8Array | Reason> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return 'not-reachable';
  return found.size > MOST_BYTES ? 'too-many-bytes' : readFile(file).catch(() => 'not-reachable' as const);
}

async function analyze(file: string, scanner: Scanner): Promise<Analysis> {
  const bytes = await readPicture(file);
  return typeof bytes === 'string' ? refusedUnseen(bytes) : scanner.scan(bytes);
}

function line(file: string, analysis: Analysis, rate: FalsePositiveRate): string {
  const { outcome, claims, width, height, milliseconds } = analysis;
  const measured = outcome.kind === 'measured' ? outcome : null;
  return JSON.stringify({
    file,
    verdict: verdictOn(analysis, rate),
    probability: measured?.probability ?? null,
    models: measured?.scores ?? null,
    reason: outcome.kind === 'refused' ? outcome.reason : null,
    claims,
    width,
    height,
    tiles: measured?.tiles ?? 0,
    ms: Number(milliseconds.total.toFixed(1)),
  });
}

async function main({ engine, rate, files }: Arguments): Promise<void> {
  const scanner = await openScanner(engine);
  try {
    for (const file of files) console.log(line(file, await analyze(file, scanner), rate));
  } finally {
    await scanner.close();
  }
}

await main(readArguments()).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
