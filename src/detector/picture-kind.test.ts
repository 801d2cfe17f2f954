import { expect, test } from 'vitest';
import { seededRandom } from '../../train/random.ts';
import { pictureKind } from './picture-kind.ts';
import { VIEW_SIDE as SIDE } from './tower-view.ts';

/** A grey view from the level at each place. */
function viewOf(levelAt: (x: number, y: number) => number): Float32Array {
  const plane = Array.from({ length: SIDE * SIDE }, (_, i) => levelAt(i % SIDE, Math.floor(i / SIDE)));
  return Float32Array.from([...plane, ...plane, ...plane]);
}

const random = seededRandom('picture kind');
const grain = (strength: number): number => random.between(-strength, strength);
/** Light on round things, with edges between them. */
const scene = (x: number, y: number): number =>
  120 + 70 * Math.sin(x / 23 + Math.sin(y / 31)) * Math.cos(y / 19) + (x + y > 260 ? 40 : 0);
const bars = (x: number, y: number): number => (x % 40 < 25 && y > 40 + (x % 7) * 20 ? 90 : 240);
const isInk = Array.from({ length: SIDE * SIDE }, () => random.chance(0.4));
/** Lines of grey letters without any neighbourhood, on paper. */
const letters = (x: number, y: number): number => (y % 10 < 5 && isInk[y * SIDE + x] ? 228 : 240);

test.each<[name: string, view: Float32Array, kind: ReturnType<typeof pictureKind>]>([
  ['a scene', viewOf((x, y) => scene(x, y) + grain(4)), null],
  ['a scene without grain', viewOf(scene), null],
  [
    'a scene in the middle of white paper',
    viewOf((x, y) => (x % 160 > 20 && y > 20 ? scene(x, y) : 255)),
    null,
  ],
  ['a scene under much grain', viewOf((x, y) => scene(x, y) + grain(60)), null],
  ['a smooth gradient', viewOf((x) => x / 2), null],
  ['one level everywhere', viewOf(() => 200), null],
  ['almost one level', viewOf(() => 200 + grain(0.9)), null],
  ['bars', viewOf(bars), 'graphic'],
  ['bars after compression', viewOf((x, y) => bars(x, y) + grain(0.4)), 'graphic'],
  ['letters', viewOf(letters), 'graphic'],
  ['noise', viewOf(() => 128 + grain(100)), 'noise'],
  ['faint noise', viewOf(() => 128 + grain(6)), 'noise'],
])('%s', (_, view, kind) => {
  expect(pictureKind(view, SIDE)).toBe(kind);
});
