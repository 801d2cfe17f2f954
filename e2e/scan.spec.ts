import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { swiftshaderMissing } from '../src/gpu/swiftshader.ts';
import { type BadPicture, badPictures } from '../tools/bad-pictures.ts';
import { type Line, scan, scanWith } from './run-scan.ts';

/** Chromium and Node mix inks differently, and round AVIF's colours differently. */
const PIXELS_DIFFER: Record<string, number> = { 'cmyk.jpg': 0.1, 'still.avif': 0.03 };
const TOLERANCE = 1e-3;

let folder: string;
let pictures: BadPicture[];
/** All files as the tool lists them. */
let files: string[];

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'falloff-scan-'));
  pictures = (await badPictures()).sort((a, b) => (a.name < b.name ? -1 : 1));
  files = pictures.map(({ name }) => join(folder, name));
  await Promise.all(pictures.map(({ name, bytes }) => writeFile(join(folder, name), bytes)));
});
test.afterAll(() => rm(folder, { recursive: true }));

function expectLine(line: Line, { outcome, width, height }: BadPicture): void {
  expect(Object.keys(line)).toEqual([
    'file',
    'verdict',
    'probability',
    'models',
    'reason',
    'claims',
    'width',
    'height',
    'tiles',
    'ms',
  ]);
  expect(line, line.file).toMatchObject({ width, height, ms: expect.any(Number) });
  if (outcome === 'measured') {
    expect(['generated', 'suspicious', 'no sign found'], line.file).toContain(line.verdict);
    expect(line.reason).toBeNull();
    for (const share of [line.probability, ...Object.values(line.models ?? { none: null })]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
    expect(line.tiles).toBeGreaterThan(0);
  } else {
    expect(line, line.file).toMatchObject({
      verdict: "can't tell",
      reason: outcome,
      probability: null,
      models: null,
      tiles: 0,
    });
  }
}

test('all engines say the same of every picture, a line each, in order', async () => {
  // SwiftShader is slow where other tests run beside it.
  test.setTimeout(300_000);
  test.skip(swiftshaderMissing !== undefined, swiftshaderMissing);
  const [cpu, gpu, browser] = [
    await scan(folder),
    await scan('--engine', 'gpu', folder),
    await scan('--engine', 'browser', folder),
  ];
  for (const { status, stderr, lines } of [cpu, gpu, browser]) {
    expect(status, stderr).toBe(0);
    expect(lines.map(({ file }) => file)).toEqual(files);
    for (const [i, line] of lines.entries()) expectLine(line, pictures[i]);
  }
  for (const [i, expected] of cpu.lines.entries()) {
    const allowed = PIXELS_DIFFER[pictures[i].name] ?? TOLERANCE;
    for (const line of [gpu.lines[i], browser.lines[i]]) {
      const difference = Math.abs((line.probability ?? 0) - (expected.probability ?? 0));
      expect(difference, line.file).toBeLessThanOrEqual(allowed);
      if (allowed === TOLERANCE) expect(line.verdict, line.file).toBe(expected.verdict);
    }
  }
});

for (const engine of ['cpu', 'browser']) {
  test(`a file that can't be read has its line among the others, ${engine}`, async () => {
    const good = join(folder, 'progressive.jpg');
    const missing = join(folder, 'missing.jpg');
    const { status, lines } = await scan('--engine', engine, missing, good, '/dev/zero', good);
    expect(status).toBe(0);
    expect(lines.map(({ file, reason }) => [file, reason])).toEqual([
      [missing, 'not-reachable'],
      [good, null],
      ['/dev/zero', 'not-reachable'],
      [good, null],
    ]);
    expect(lines[0].verdict).toBe("can't tell");
    expect(lines[3]).toMatchObject({ probability: lines[1].probability, tiles: lines[1].tiles });
  });
}

test('an empty folder has no lines', async () => {
  const empty = join(folder, '.empty');
  await mkdir(empty);
  expect(await scan(empty)).toMatchObject({ status: 0, stdout: '' });
});

for (const args of [
  [],
  ['--engine', 'abacus', '.'],
  ['--speed', '11', '.'],
  ['--engine'],
  ['--rate', '2', '.'],
]) {
  test(`wrong arguments are answered with the usage: ${args.join(' ') || 'none'}`, async () => {
    const { status, stdout, stderr } = await scan(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('usage: npm run --silent scan --');
  });
}

test('an engine that is not to be had is named, without a stack', async () => {
  const { status, stdout, stderr } = await scanWith(
    { FALLOFF_DIST: join(folder, 'none') },
    '--engine',
    'browser',
    folder,
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('run npm run build first');
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('without a GPU, the engine for it says so', async () => {
  const { status, stdout, stderr } = await scanWith(
    { VK_ICD_FILENAMES: '/none.json' },
    '--engine',
    'gpu',
    folder,
  );
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('no usable GPU');
});
