import { expect, test } from 'vitest';
import { urlsIn } from './urls-in.ts';

test.each([
  ['none', []],
  ['linear-gradient(red, blue)', []],
  ['linear-gradient(red, blue), url("https://a.test/b.png")', ['https://a.test/b.png']],
  [
    'url("https://a.test/(1).png"), url("https://a.test/2,3.png")',
    ['https://a.test/(1).png', 'https://a.test/2,3.png'],
  ],
  ['image-set(url("a:1") 1dppx type("image/png"), url("a:2") 2dppx)', ['a:1', 'a:2']],
  [String.raw`url("data:image/svg+xml,<svg id=\"a\"/>")`, ['data:image/svg+xml,<svg id="a"/>']],
])('%s', (value, expected) => {
  expect(urlsIn(value)).toEqual(expected);
});
