import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCorpus } from '../corpus.ts';
import { reproductionPage } from './reproduction-page.ts';
import type { Result } from './result.ts';
import { writeFeatures } from './write-features.ts';

const USAGE = `usage: npm run reproduce -- --corpus DIR
DIR holds a manifest.tsv, golden/durall-features and golden/dzanic/published-fits.json. Needs python3 (3.11 or later).`;
const NEEDED = ['manifest.tsv', 'golden/durall-features', 'golden/dzanic/published-fits.json'];

const REQUIREMENTS = 'train/reproduce/requirements.txt';
const ENVIRONMENT = '.cache/reproduce-venv';
const FEATURES = '.cache/reproduce';
const PAGE = 'docs/reproduction.md';

function corpusFolder(): string {
  try {
    const { corpus } = parseArgs({ options: { corpus: { type: 'string' } } }).values;
    if (corpus && NEEDED.every((name) => existsSync(join(corpus, name)))) return corpus;
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

/** Python with the locked packages, installed once for each state of their list. */
function providePython(): string {
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

const corpus = corpusFolder();
const python = providePython();
await writeFeatures(corpus, readCorpus(corpus), FEATURES);
const output = run(python, ['train/reproduce/fit.py', corpus, FEATURES]);
const results: Result[] = output
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const page = reproductionPage(results);
writeFileSync(PAGE, page);
console.log(page);
