import { expect, test } from 'vitest';
import { holeIn, revealPlace, veilPath } from './veil-place.ts';

const VEIL = { left: 100, top: 50, right: 300, bottom: 250 };

test('a picture is revealed by its middle, where there is room beside the badge', () => {
  expect(revealPlace(VEIL)).toEqual({ x: 140, y: 134 });
  expect(revealPlace({ ...VEIL, right: 210 })).toBeNull();
  expect(revealPlace({ ...VEIL, bottom: 150 })).toBeNull();
});

test('what lies over the picture is left out, as far as it does', () => {
  const bar = { left: 0, top: 0, right: 800, bottom: 90 };
  expect(holeIn(VEIL, [bar])).toEqual({ left: 100, top: 50, right: 300, bottom: 90 });
  expect(holeIn(VEIL, [{ ...bar, bottom: 40 }])).toBeNull();
  expect(holeIn(VEIL, [])).toBeNull();
});

test('a hole is cut from the veil', () => {
  expect(veilPath(VEIL, { left: 100, top: 50, right: 300, bottom: 90 })).toBe(
    'path(evenodd, "M0 0H200V200H0Z M0 0H200V40H0Z")',
  );
});
