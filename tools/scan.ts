import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Analysis,
  DEFAULT_FALSE_POSITIVE_RATE,
  FALSE_POSITIVE_RATES,
  type FalsePositiveRate,
  verdictOf,
} from '../src/analysis.ts';
import { openScanner, SCAN_ENGINES, type ScanEngine } from './scanner.ts';

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

/** A path that is not there counts as a file: its line says that it can't be read. */
function filesAt(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) => filesAt(join(path, name)));
}

function line(
  file: string,
  { outcome, width, height, milliseconds }: Analysis,
  rate: FalsePositiveRate,
): string {
  const measured = outcome.kind === 'measured' ? outcome : null;
  return JSON.stringify({
    file,
    verdict: verdictOf(outcome, rate),
    probability: measured?.probability ?? null,
    models: measured?.scores ?? null,
    reason: outcome.kind === 'refused' ? outcome.reason : null,
    width,
    height,
    tiles: measured?.tiles ?? 0,
    ms: Number(milliseconds.total.toFixed(1)),
  });
}

const { engine, rate, files } = readArguments();
const scanner = await openScanner(engine);
try {
  for (const file of files) {
    const bytes = await readFile(file).catch(() => null);
    console.log(line(file, await scanner.scan(bytes ?? new Uint8Array()), rate));
  }
} finally {
  await scanner.close();
}
