import { expect, test } from 'vitest';
import { naivePlane } from './naive-plane.ts';
import { publishedDecay } from './published-decay.ts';
import { randomTiles } from './random-tiles.ts';

/** Noise that fades towards the right, in colour. */
function picture(width: number, height: number): Uint8Array {
  return randomTiles(512, 1)
    .rgba.slice(0, width * height * 4)
    .map((value, i) => 20 + (value * (1 + ((i >> 2) % width))) / (2 * width));
}

/** The published steps one after the other, on the plane with DC in its middle, rows and columns counted from 1. */
function stepByStep(rgba: Uint8Array, width: number, height: number) {
  const grey = Array.from({ length: width * height }, (_, i) => {
    const [red, green, blue] = rgba.subarray(4 * i);
    return Math.round(0.298936021293775 * red + 0.587043074451121 * green + 0.114020904255103 * blue);
  });
  const coefficient = naivePlane(grey, width, height);
  const [middleX, middleY] = [Math.round(width / 2), Math.round(height / 2)];
  const high: [radius: number, amplitude: number][] = [];
  for (let row = 1; row <= height; row++) {
    for (let column = 1; column <= width; column++) {
      const radius = Math.sqrt((column - middleX) ** 2 + (row - middleY) ** 2);
      if (radius <= 0.5 * Math.sqrt(middleX ** 2 + middleY ** 2)) continue;
      const [re, im] = coefficient(column - 1 - Math.floor(width / 2), row - 1 - Math.floor(height / 2));
      high.push([radius, Math.hypot(re, im)]);
    }
  }
  high.sort(([a], [b]) => a - b);
  const [least, greatest] = [high[0][0], high[high.length - 1][0]];
  const edges = Array.from({ length: 201 }, (_, i) => least + (i * (greatest - least)) / 200);
  edges[200] = greatest;
  const bins = edges.slice(1).map((upper, bin): number[] => {
    const lower = bin === 0 ? 0 : edges[bin];
    return high.filter(([radius]) => radius > lower && radius <= upper).map(([, amplitude]) => amplitude);
  });
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = bins.map(mean);
  for (let bin = 0; bin < 200; bin++) {
    if (Number.isNaN(means[bin])) {
      const after = means.slice(bin).find((value) => !Number.isNaN(value)) ?? 0;
      means[bin] = (means[bin - 1] + after) / 2;
    }
  }
  const smooth = means.map((_, bin) => {
    const reach = Math.min(2, bin, 199 - bin);
    return mean(means.slice(bin - reach, bin + reach + 1));
  });
  const middle = (bin: number): number => (edges[bin] + edges[bin + 1]) / 2;
  const cost = (b2: number): number =>
    smooth
      .slice(140)
      .reduce((sum, value, i) => sum + (value - smooth[140] * (middle(140 + i) / middle(140)) ** b2) ** 2, 0);
  return { b1: smooth[140], corner: smooth[199], cost };
}

test.each([
  [320, 256],
  [257, 257],
])('%i × %i is what the published steps give', (width, height) => {
  const rgba = picture(width, height);
  const decay = publishedDecay(rgba, width, height);
  const { b1, corner, cost } = stepByStep(rgba, width, height);
  if (!decay) throw new Error('no decay');
  expect(decay.b1 / b1).toBeCloseTo(1, 9);
  expect(decay.corner / corner).toBeCloseTo(1, 9);
  for (let b2 = -8; b2 < 8; b2 += 0.01) expect(cost(decay.b2)).toBeLessThanOrEqual(cost(b2));
});

test('a black picture has none', () => {
  expect(publishedDecay(new Uint8Array(256 * 256 * 4), 256, 256)).toBeNull();
});

test('refuses bytes that are not as many as the picture', () => {
  expect(() => publishedDecay(new Uint8Array(4), 256, 256)).toThrow('256 × 256 needs 65536 values, got 1');
});
