/** `npm test`: every check in turn, then one line that sums them up. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

const REPORTS = '.cache/reports';
mkdirSync(REPORTS, { recursive: true });

let passed = 0;
let failed = 0;

function run(command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n▶ ${command}`);
  const [name, ...args] = command.split(' ');
  const { status } = spawnSync(`node_modules/.bin/${name}`, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

/** A command that passes or fails as a whole. */
function check(command: string): boolean {
  const good = run(command);
  if (good) passed++;
  else failed++;
  return good;
}

function report<Report>(path: string): Report | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** A test runner's own counts; a run without a report is one failure. */
function count(good: boolean, counts: { passed: number; failed: number } | null): void {
  passed += counts?.passed ?? 0;
  failed += counts?.failed ?? 0;
  if (!counts || (!good && counts.failed === 0)) failed++;
}

check('biome ci --error-on-warnings');
check('tsc --noEmit');
check('knip');

const unit = `${REPORTS}/unit.json`;
const unitGood = run(`vitest run --reporter=default --reporter=json --outputFile.json=${unit}`);
const unitReport = report<{ numPassedTests: number; numFailedTests: number }>(unit);
count(unitGood, unitReport && { passed: unitReport.numPassedTests, failed: unitReport.numFailedTests });

check('vite-node --config vitest.config.ts tools/bench.ts -- --short');

if (check('vite build')) {
  check('size-limit');
  check('vite-node --config vitest.config.ts tools/pages.ts -- --short');
  const e2e = `${REPORTS}/e2e.json`;
  const e2eGood = run('playwright test --reporter=list,json', { PLAYWRIGHT_JSON_OUTPUT_NAME: e2e });
  const e2eReport = report<{ stats: { expected: number; flaky: number; unexpected: number } }>(e2e);
  const stats = e2eReport?.stats;
  count(e2eGood, stats ? { passed: stats.expected + stats.flaky, failed: stats.unexpected } : null);
  if (stats?.flaky) console.log(`\n${stats.flaky} of them only at the second try`);
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
