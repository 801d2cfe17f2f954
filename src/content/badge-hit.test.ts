import { expect, test } from 'vitest';
import { badgeAt } from './badge-hit.ts';

const BADGES = [
  { name: 'below', x: 10, y: 10 },
  { name: 'above', x: 20, y: 20 },
];

test.each([
  [10, 10, 'below'],
  [33.9, 12, 'below'],
  [34, 12, undefined],
  [9.9, 10, undefined],
  [25, 25, 'above'],
  [43, 43, 'above'],
])('at %f, %f the badge is %s', (x, y, name) => {
  expect(badgeAt(BADGES, x, y)?.name).toBe(name);
});
