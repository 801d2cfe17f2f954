import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../train/random.ts';
import { upConvolve } from '../train/up-convolution.ts';

const run = promisify(execFile);
const COLUMNS = ['file', 'label', 'split', 'source', 'generator', 'source_format'];
const SIDE = 288;

let folder: string;

/** A scene with structure at every scale, the power of each falling as in photographs. */
async function scene(name: string): Promise<Uint8Array> {
  const random = seededRandom('scene', name);
  const sum = new Float64Array(SIDE * SIDE * 3);
  for (let side = 3; side <= SIDE; side *= 2) {
    const noise = Uint8Array.from({ length: side * side * 3 }, () => random.integer(0, 255));
    const layer = await sharp(noise, { raw: { width: side, height: side, channels: 3 } })
      .resize({ width: SIDE, height: SIDE, kernel: 'cubic' })
      .raw()
      .toBuffer();
    for (let i = 0; i < sum.length; i++) sum[i] += (layer[i] - 127.5) / side;
  }
  const pixels = Uint8ClampedArray.from(sum, (value) => 127.5 + 2 * value);
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png()
    .toBuffer();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'falloff-evaluate-'));
  const flat = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
  const generated = (name: string) =>
    scene(name).then((bytes) => upConvolve(bytes, 'transposed', seededRandom(name)));
  const rows: [Uint8Array, ...string[]][] = [
    [await scene('a'), 'a.png', 'real', 'val', 'hills', '', 'PNG'],
    [await scene('b'), 'b.png', 'real', 'val', 'hills', '', 'JPEG'],
    [flat, 'flat.png', 'real', 'val', 'walls', '', 'PNG'],
    [await generated('c'), 'c.png', 'ai', 'val', 'hills', 'maker', 'PNG'],
    [await generated('d'), 'd.png', 'ai', 'val', 'dreams', 'maker', 'PNG'],
    [await scene('e'), 'e.png', 'real', 'train', 'fields', '', 'PNG'],
  ];
  await Promise.all(rows.map(([bytes, file]) => writeFile(join(folder, file), bytes)));
  const manifest = [COLUMNS, ...rows.map(([, ...cells]) => cells)].map((cells) => cells.join('\t'));
  await writeFile(join(folder, 'manifest.tsv'), `${manifest.join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true }));

const evaluate = (...args: string[]) =>
  run('node_modules/.bin/vite-node', ['--config', 'vitest.config.ts', 'tools/evaluate.ts', '--', ...args]);

test('six pictures: what is counted, and what is refused', { timeout: 120_000 }, async () => {
  const json = join(folder, 'result.json');
  const { stdout } = await evaluate('--corpus', folder, '--json', json);
  const result = JSON.parse(await readFile(json, 'utf8'));

  expect(Object.keys(result.tiers)).toEqual(['clean', 'web', 'hard']);
  expect(result.tiers.clean).toMatchObject({ n: 5, real: 3, generated: 2, abstained: 1 });
  const { balancedAccuracy, realAccuracy, recall, abstentionsAsErrors, ece } = result.tiers.clean;
  expect(balancedAccuracy).toBeCloseTo((realAccuracy + recall) / 2, 12);
  // The flat wall is the third real picture.
  expect(abstentionsAsErrors.realAccuracy).toBeCloseTo((realAccuracy * 2) / 3, 12);
  expect(ece).toBeGreaterThanOrEqual(0);

  expect(result.sources.map(({ name }: { name: string }) => name)).toEqual(['hills', 'walls']);
  expect(result.sources[1].tiers.clean).toMatchObject({ count: 0, abstained: 1 });
  expect(result.generators).toHaveLength(1);
  expect(result.generators[0].tiers.hard.count).toBe(2);
  expect(result.mixedSources.map(({ name }: { name: string }) => name)).toEqual(['hills']);
  expect(Object.keys(result.detectors)).toEqual(expect.arrayContaining(['deciding', 'azimuthal', 'decay']));
  expect(Object.keys(result.controls)).toEqual([
    'size only',
    'container only',
    'shuffled labels',
    'content only',
  ]);
  expect(result.upConvolved.clean.generated).toBeGreaterThan(0);
  expect(result.robustness).toBeNull();
  expect(stdout).toContain('| clean | 3 | 2 | 1 |');
});

test('one tier alone, and wrong arguments', { timeout: 60_000 }, async () => {
  const { stdout } = await evaluate('--corpus', folder, '--split', 'train', '--tier', 'hard');
  expect(stdout).toContain('| hard | 1 | 0 | 0 |');
  expect(stdout).not.toContain('| clean | 1');
  await expect(evaluate('--corpus', tmpdir())).rejects.toMatchObject({ code: 2 });
  await expect(evaluate('--corpus', folder, '--tier', 'soft')).rejects.toMatchObject({ code: 2 });
});
