import { expect, test } from 'vitest';
import { isOwnPicture } from './is-own-picture.ts';

test.each([
  ['https://a.test/p', ['https://a.test'], true],
  ['https://a.test:8443/p', ['https://a.test', 'https://a.test/page'], true],
  ['https://img.a.test/p', ['https://a.test'], true],
  ['https://a.test/p', ['https://img.a.test'], false],
  ['https://nota.test/p', ['https://a.test'], false],
  ['http://a.test/p', ['https://a.test'], false],
  ['https://a.test/p', ['https://a.test', 'https://b.test/'], false],
  ['https://a.test/p', ['null', 'https://a.test/'], false],
  ['https://a.test/p', ['https://a.test', undefined], false],
])('%s on %j: %s', (picture, pages, expected) => {
  expect(isOwnPicture(picture, pages)).toBe(expected);
});
