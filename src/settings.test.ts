import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, isActiveOn, parseSettings, siteOf } from './settings.ts';

test.each([
  undefined,
  null,
  'text',
  {},
  { enabled: 'yes', corner: 'middle', action: 7, hiddenSites: 'a.example' },
])('what is missing or invalid falls back to its default: %j', (stored) => {
  expect(parseSettings(stored)).toEqual(DEFAULT_SETTINGS);
});

test('what a reader chose is kept, each site once', () => {
  const chosen = { enabled: false, falsePositiveRate: 0.1, corner: 'bottom-right', action: 'blur' } as const;
  expect(parseSettings({ ...chosen, hiddenSites: ['a.example', '', 3, 'a.example'] })).toEqual({
    ...chosen,
    hiddenSites: ['a.example'],
  });
});

test.each([
  ['https://www.example.org:8080/a', 'example.org'],
  ['http://news.example.org/', 'news.example.org'],
  ['file:///home/a.html', ''],
  ['about:blank', ''],
  ['nonsense', ''],
])('the site of %s is "%s"', (url, site) => {
  expect(siteOf(url)).toBe(site);
});

test('a hidden site hides what lies below its name, and nothing that only ends like it', () => {
  const settings = { ...DEFAULT_SETTINGS, hiddenSites: ['example.org'] };
  expect(isActiveOn('example.org', settings)).toBe(false);
  expect(isActiveOn('news.example.org', settings)).toBe(false);
  expect(isActiveOn('notexample.org', settings)).toBe(true);
  expect(isActiveOn('', settings)).toBe(true);
  expect(isActiveOn('other.org', { ...settings, enabled: false })).toBe(false);
});
