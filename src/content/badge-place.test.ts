import { expect, test } from 'vitest';
import { CORNERS } from '../settings.ts';
import { badgePlace, visiblePart } from './badge-place.ts';

const VIEWPORT = { left: 0, top: 0, right: 800, bottom: 600 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('a badge sits inside the chosen corner', () => {
  const places = CORNERS.map((corner) => badgePlace(box(100, 50, 200, 300), corner));
  expect(places).toEqual([
    { x: 106, y: 56 },
    { x: 270, y: 56 },
    { x: 106, y: 320 },
    { x: 270, y: 320 },
  ]);
});

test('the visible part is what is in view', () => {
  expect(visiblePart(box(-50, -400, 200, 800), [VIEWPORT])).toEqual(box(0, 0, 150, 400));
});

test('it is what a scroll container lets through', () => {
  expect(visiblePart(box(100, 50, 200, 200), [VIEWPORT, box(150, 0, 400, 400)])).toEqual(
    box(150, 50, 150, 200),
  );
});

test('too little left is nothing', () => {
  expect(visiblePart(box(100, 50, 200, 200), [VIEWPORT, box(0, 0, 120, 400)])).toBeNull();
});
