import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { badPictures } from '../../tools/bad-pictures.ts';
import { decodePicture } from '../../tools/decode-picture.ts';
import type { Analysis } from '../analysis.ts';
import { bundledModels } from './bundled-models.ts';
import { createEngine, type Engine } from './engine.ts';
import { createSpectrumEngine, type SpectrumEngine, type StagedPicture } from './spectrum-engine.ts';

const pictures = await badPictures();
const good = pictures.find(({ name }) => name === 'progressive.jpg') ?? pictures[0];

let spectra: SpectrumEngine;
let engine: Engine;
beforeAll(async () => {
  spectra = await createSpectrumEngine({ gpu: null });
  engine = createEngine({ spectra, models: bundledModels(), decode: decodePicture });
});
afterAll(() => spectra.destroy());

const analyze = async (bytes: Buffer): Promise<Analysis> =>
  (await engine.analyze(new Uint8Array(bytes))).analysis;

const summaryOf = ({ outcome, width, height }: Analysis): object => ({
  outcome: outcome.kind === 'refused' ? outcome.reason : outcome.kind,
  width,
  height,
});

describe('one after the other', () => {
  test.each(pictures)('$name: $outcome', async ({ bytes, outcome, width, height }) => {
    expect(summaryOf(await analyze(bytes))).toEqual({ outcome, width, height });
  });

  test('a good picture after all of them', async () => {
    expect((await analyze(good.bytes)).outcome.kind).toBe('measured');
  });
});

test('all at once, each gets its own answer', async () => {
  const analyses = await Promise.all(pictures.map(({ bytes }) => analyze(bytes)));
  expect(analyses.map(summaryOf)).toEqual(
    pictures.map(({ outcome, width, height }) => ({ outcome, width, height })),
  );
});

test('what shares its pixels shares its probability', async () => {
  const probability = async (name: string): Promise<number> => {
    const picture = pictures.find((one) => one.name === name);
    const { outcome } = await analyze(picture?.bytes ?? Buffer.alloc(0));
    return outcome.kind === 'measured' ? outcome.probability : Number.NaN;
  };
  const jpeg = await probability('jpeg-in-disguise.png');
  for (const name of ['progressive.jpg', 'three-bytes-more.jpg', 'turned-by-exif.jpg']) {
    expect(await probability(name), name).toBeCloseTo(jpeg, 10);
  }
  const png = await probability('png-in-disguise.jpg');
  for (const name of ['three-bytes-more.png', '16-bit.png', 'still.bmp', 'lossless.webp']) {
    expect(await probability(name), name).toBeCloseTo(png, 10);
  }
  const gif = await probability('still.gif');
  for (const name of ['animated.gif', 'second-frame-cut.gif']) {
    expect(Math.abs((await probability(name)) - gif), name).toBeLessThan(0.05);
  }
});

test('tiles that are lost with their device are read as bytes', async () => {
  const { width, height } = good;
  const losing = createEngine({
    spectra: {
      ...spectra,
      stage: () => ({ side: 256, count: 2 }) as StagedPicture,
      measureStaged: () => Promise.reject(new Error('GPU device lost')),
    },
    models: bundledModels(),
    decode: decodePicture,
  });
  const { analysis } = await losing.analyze(new Uint8Array(good.bytes));
  expect(analysis).toMatchObject({ outcome: (await analyze(good.bytes)).outcome, width, height });
});

test('a decoder that fails late costs its own picture only', async () => {
  const failing = createEngine({
    spectra,
    models: bundledModels(),
    async decode(bytes) {
      const picture = await decodePicture(bytes);
      if (bytes.length !== good.bytes.length) return picture;
      return { ...picture, readRect: () => Promise.reject(new Error('the decoder went away')) };
    },
  });
  const other = pictures.find(({ name }) => name === 'png-in-disguise.jpg') ?? good;
  const results = await Promise.all([good, other].map(({ bytes }) => failing.analyze(new Uint8Array(bytes))));
  expect(results.map(({ analysis }) => summaryOf(analysis))).toEqual([
    { outcome: 'engine-failed', width: good.width, height: good.height },
    { outcome: 'measured', width: other.width, height: other.height },
  ]);
});
