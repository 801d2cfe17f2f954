import { expect, test } from 'vitest';
import { wholePicture } from './whole-picture.ts';

test.each([
  [127, 4000, null],
  [128, 128, { side: 128, x: 0, y: 0 }],
  [255, 300, { side: 128, x: 63, y: 86 }],
  [1023, 512, { side: 512, x: 255, y: 0 }],
  [6000, 4000, { side: 1024, x: 2488, y: 1488 }],
])('%i × %i', (width, height, expected) => {
  expect(wholePicture(width, height)).toEqual(expected);
});

test('can be held smaller, as for a DCT', () => {
  expect(wholePicture(6000, 4000, 256)).toEqual({ side: 256, x: 2872, y: 1872 });
  expect(wholePicture(300, 140, 256)).toEqual({ side: 128, x: 86, y: 6 });
});
