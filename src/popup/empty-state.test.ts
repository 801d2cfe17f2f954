import { expect, test } from 'vitest';
import { emptyState } from './empty-state.ts';

test('a page that was open before the extension came is to be reloaded', () => {
  expect(emptyState('unreachable', 'https://example.org/', true).reload).toBe(true);
});

test.each(['chrome://extensions/', 'https://chromewebstore.google.com/detail/x', 'about:blank', null])(
  'reloading is not offered where it would not help: %s',
  (url) => {
    const { title, reload } = emptyState('unreachable', url, true);
    expect(title).toBe('Falloff can’t look into this page');
    expect(reload).toBe(false);
  },
);

test('a page without pictures is told from checking switched off', () => {
  expect(emptyState('connected', 'https://example.org/', true).title).toBe('No pictures to check');
  expect(emptyState('connected', 'https://example.org/', false).title).toBe('Checking is switched off');
});
