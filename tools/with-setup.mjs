/**
 * Runs a tool after making sure that everything it needs is there: npm packages, and a Chromium that can load the
 * extension. Plain JavaScript without packages, because on a fresh clone there is nothing else yet.
 *
 *   node tools/with-setup.mjs TOOL [ARGUMENT…]      runs tools/TOOL.ts
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const OLDEST_CHROMIUM = 148;
const NAMES = ['chromium', 'chromium-browser', 'ungoogled-chromium'];

/** @returns {string | null} what the command prints, null where it fails */
function output(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

function run(command, args) {
  console.error(`> ${[command, ...args].join(' ')}`);
  // What set-up prints is no part of the tool's own output.
  const { status } = spawnSync(command, args, { stdio: ['ignore', process.stderr, process.stderr] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

function installPackages() {
  // A worktree may share another one's packages: installing would empty them under that one's feet.
  if (lstatSync('node_modules', { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const installed = 'node_modules/.package-lock.json';
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

/** Branded Chrome no longer loads unpacked extensions from the command line, so only Chromium will do. */
function isUsable(path) {
  const version = output(path, ['--version'])?.match(/(\d+)\.\d+\.\d+/)?.[1];
  return version !== undefined && Number(version) >= OLDEST_CHROMIUM;
}

function findChromium() {
  if (process.env.CHROMIUM_PATH) {
    if (isUsable(process.env.CHROMIUM_PATH)) return process.env.CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is no Chromium from ${OLDEST_CHROMIUM} on: ${process.env.CHROMIUM_PATH}`);
  }
  const onSystem = NAMES.map((name) => output('sh', ['-c', `command -v ${name}`])?.trim());
  return onSystem.find((path) => path && isUsable(path)) ?? null;
}

async function provideChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && output('sh', ['-c', 'command -v apt-get'])) {
    try {
      run('apt-get', ['update', '-qq']);
      run('apt-get', ['install', '-y', '-qq', 'chromium']);
    } catch (error) {
      console.error(String(error));
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  run('npx', ['playwright', 'install', 'chromium']);
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

try {
  const [tool, ...args] = process.argv.slice(2);
  installPackages();
  await import('./build-kernel.mjs');
  process.env.CHROMIUM_PATH = await provideChromium();
  const runner = ['--config', 'vitest.config.ts', `tools/${tool}.ts`, '--', ...args];
  const { status } = spawnSync('node_modules/.bin/vite-node', runner, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
