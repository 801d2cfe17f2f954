import { expect, test } from 'vitest';
import { tellsOrigin } from './tells-origin.ts';

test.each([
  ['', true],
  ['strict-origin-when-cross-origin', true],
  ['Unsafe-URL', true],
  ['no-referrer', false],
  ['same-origin', false],
  ['never', false],
  ['no-referrer, strict-origin', true],
  ['strict-origin, no-referrer', false],
  ['no-referrer, of-tomorrow', false],
  ['constructor', true],
])('“%s”: %s', (policy, expected) => {
  expect(tellsOrigin(policy)).toBe(expected);
});
