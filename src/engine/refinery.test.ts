import { expect, test, vi } from 'vitest';
import type { Analysis, Measurement, TowerJudgement } from '../analysis.ts';
import type { HouseModel, Stage } from '../detector/model-files.ts';
import { createRefinery } from './refinery.ts';

const stage = (tower: number): Stage => ({
  bias: 0,
  terms: { tower: { weight: tower, mean: 0 } },
  thresholds: [{ rate: 0.005, probability: 0.9 }],
});
const HOUSE: HouseModel = {
  stages: { spectra: stage(0), all: stage(1) },
  parts: { azimuthal: 'a', decay: 'd', tower: 't' },
};

const MEASUREMENT: Measurement = {
  kind: 'measured',
  probability: 0.5,
  falsePositiveRate: null,
  scores: { azimuthal: 0.5, decay: 0.4 },
  contributions: { azimuthal: 0, decay: 0 },
  tower: null,
  profile: new Float32Array(),
  decay: { b1: 1, b2: -1, threshold: 0.75 },
  tiles: 1,
  side: 256,
  engine: 'cpu',
};

const analysisOf = (outcome: Analysis['outcome']): Analysis => ({
  outcome,
  width: 512,
  height: 512,
  modelVersion: '1',
  claims: [],
  milliseconds: { decode: 1, spectra: 1, total: 2 },
});

const judgementOf = (probability: number): TowerJudgement => ({
  probability,
  logit: Math.log(probability / (1 - probability)),
  parts: [],
  patches: null,
  provider: 'wasm',
  milliseconds: 1,
});

const picture = (name: string, value: number) => ({
  key: name,
  analysis: analysisOf(MEASUREMENT),
  view: Float32Array.of(value),
});

/** A tower that says what the view holds. */
const judge = vi.fn(async (view: Float32Array) => judgementOf(view[0]));

test('a kept picture gets the tower’s say, once, however often it is asked for', async () => {
  const { keep, refine } = createRefinery({ judge }, HOUSE);
  const ticket = keep(picture('one', 0.9375));
  const [first, second] = await Promise.all([refine(ticket), refine(ticket)]);
  expect(second).toBe(first);
  expect(judge).toHaveBeenCalledOnce();
  expect(first).toMatchObject({
    key: 'one',
    analysis: {
      width: 512,
      outcome: { falsePositiveRate: 0.005, scores: { tower: 0.9375 }, tower: { provider: 'wasm' } },
    },
  });
  const outcome = first?.analysis.outcome;
  expect(outcome?.kind === 'measured' && outcome.probability).toBeCloseTo(0.9375, 6);
});

test('a ticket that is unknown, and a tower that fails, change nothing', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { keep, refine } = createRefinery({ judge: () => Promise.reject(new Error('no tower')) }, HOUSE);
  expect(await refine('made up')).toBeNull();
  expect(await refine(keep(picture('one', 0.5)))).toBeNull();
});

test('the oldest pictures make room', async () => {
  const { keep, refine } = createRefinery({ judge }, HOUSE);
  const tickets = Array.from({ length: 65 }, (_, i) => keep(picture(String(i), 0.5)));
  expect(await refine(tickets[0])).toBeNull();
  expect((await refine(tickets[1]))?.key).toBe('1');
  expect((await refine(tickets[64]))?.key).toBe('64');
});

test('a released picture is forgotten, and waits for the tower no longer', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const waiting = vi.fn((_: Float32Array, signal?: AbortSignal) => {
    signals.push(signal);
    return new Promise<TowerJudgement>((_resolve, reject) =>
      signal?.addEventListener('abort', () => reject(signal.reason)),
    );
  });
  const { keep, refine, release } = createRefinery({ judge: waiting }, HOUSE);
  const [asked, unasked] = [keep(picture('asked', 0.5)), keep(picture('unasked', 0.5))];
  const refined = refine(asked);
  release(asked);
  release(unasked);
  await expect(refined).resolves.toBeNull();
  expect(signals[0]?.aborted).toBe(true);
  await expect(refine(asked)).resolves.toBeNull();
  await expect(refine(unasked)).resolves.toBeNull();
  expect(waiting).toHaveBeenCalledTimes(1);
});
