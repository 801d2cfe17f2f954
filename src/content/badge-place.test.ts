import { expect, test } from 'vitest';
import { badgePlace } from './badge-place.ts';

const VIEWPORT = { left: 0, top: 0, right: 800, bottom: 600 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('a badge sits inside the corner of its picture', () => {
  expect(badgePlace(box(100, 50, 200, 200), [VIEWPORT])).toEqual({ x: 106, y: 56 });
});

test('it keeps to the part that is in view', () => {
  expect(badgePlace(box(-50, -400, 200, 800), [VIEWPORT])).toEqual({ x: 6, y: 6 });
});

test('it keeps to the part that a scroll container lets through', () => {
  expect(badgePlace(box(100, 50, 200, 200), [VIEWPORT, box(150, 0, 400, 400)])).toEqual({ x: 156, y: 56 });
});

test('it goes with a picture of which too little is left', () => {
  expect(badgePlace(box(100, 50, 200, 200), [VIEWPORT, box(0, 0, 120, 400)])).toBeNull();
});
