import { expect, test } from 'vitest';
import { pictureLabel } from './picture-label.ts';

test.each([
  ['https://example.org/a/b/cat.jpg?size=2', 'a cat', 'example.org/cat.jpg'],
  ['https://example.org/', 'a cat', 'example.org'],
  ['data:image/png;base64,AAAA', ' a cat ', 'a cat'],
  ['blob:https://example.org/1234', '', 'Embedded picture'],
])('%s is called %s', (address, alternativeText, label) => {
  expect(pictureLabel(address, alternativeText)).toBe(label);
});

test('a label stays short whatever the page calls its file', () => {
  expect(pictureLabel(`https://example.org/${'x'.repeat(5000)}`, '')).toHaveLength(80);
});
