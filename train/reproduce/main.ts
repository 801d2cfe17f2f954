import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus } from '../corpus.ts';
import { reproductionPage, resultTables } from './reproduction-page.ts';
import type { Result } from './result.ts';
import { sampleSources } from './sample-sources.ts';
import { writeFeatures } from './write-features.ts';

const USAGE = `usage: npm run reproduce -- [--corpus DIR] [--short]
DIR, by default FALLOFF_CORPUS or ../shared/corpus, holds a manifest.tsv, golden/durall-features and
golden/dzanic/published-fits.json. Needs python3 (3.11 or later); PYTHON names one that has the packages already.
--short: few pictures, to see that everything works; prints the tables and leaves the page alone.`;
const NEEDED = ['manifest.tsv', 'golden/durall-features', 'golden/dzanic/published-fits.json'];

const REQUIREMENTS = 'train/reproduce/requirements.txt';
const ENVIRONMENT = '.cache/reproduce-venv';
const FEATURES = '.cache/reproduce';
const PAGE = 'docs/reproduction.md';
/** Pictures of a source and generator: as many as two cores take in less than half an hour. */
const MOST = { ai: 60, real: 30 };
const MOST_IN_SHORT = { ai: 6, real: 3 };

function readArguments(): { corpus: string; short: boolean } {
  try {
    const { values } = parseArgs({
      options: { corpus: { type: 'string' }, short: { type: 'boolean', default: false } },
    });
    const corpus = values.corpus ?? process.env.FALLOFF_CORPUS ?? '../shared/corpus';
    if (NEEDED.every((name) => existsSync(join(corpus, name)))) return { corpus, short: values.short };
  } catch {}
  console.error(USAGE);
  process.exit(2);
}

/** Standard output of a program that must succeed; what it reports goes to ours. */
function run(program: string, args: string[]): string {
  const { status, stdout, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`);
  return stdout;
}

/** Python with the locked packages, installed once for each state of their list, unless PYTHON has them. */
function providePython(): string {
  if (process.env.PYTHON) return process.env.PYTHON;
  const python = join(ENVIRONMENT, 'bin/python');
  const stamp = join(ENVIRONMENT, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  console.error(`installing ${REQUIREMENTS} into ${ENVIRONMENT}`);
  run('python3', ['-m', 'venv', '--clear', ENVIRONMENT]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', REQUIREMENTS]);
  writeFileSync(stamp, digest);
  return python;
}

const { corpus, short } = readArguments();
const python = providePython();
const most = short ? MOST_IN_SHORT : MOST;
const measured = await writeFeatures(corpus, sampleSources(readCorpus(corpus), most), FEATURES);
const output = run(python, ['-BW', 'ignore', 'train/reproduce/fit.py', corpus, FEATURES]);
const results: Result[] = output
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
if (!short) writeFileSync(PAGE, reproductionPage(results, { ...measured, most }));
console.log(resultTables(results));
