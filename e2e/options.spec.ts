import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { test as base, expect } from './extension-fixture.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

interface Store {
  read(): Promise<unknown>;
  write(settings: object): Promise<void>;
}

const test = base.extend<{ store: Store; options: Page }>({
  store: async ({ serviceWorker }, use) => {
    await use({
      read: () => serviceWorker.evaluate(async () => (await chrome.storage.local.get('settings')).settings),
      write: (settings) =>
        serviceWorker.evaluate((value) => chrome.storage.local.set({ settings: value }), settings),
    });
    await serviceWorker.evaluate(() => chrome.storage.local.remove('settings'));
  },
  options: async ({ page, extensionId }, use) => {
    await page.goto(`chrome-extension://${extensionId}/src/options/index.html`);
    await use(page);
  },
});

test('every choice is kept, and shown again', async ({ options, store }) => {
  await options.getByRole('switch', { name: 'Check pictures while browsing' }).uncheck();
  await expect.poll(store.read).toMatchObject({ enabled: false });
  await options.getByLabel('Flag at most').selectOption({ value: '0.05' });
  await expect.poll(store.read).toMatchObject({ falsePositiveRate: 0.05 });
  await options.getByRole('radio', { name: 'Bottom right' }).check();
  await expect.poll(store.read).toMatchObject({ corner: 'bottom-right' });
  await options.getByRole('radio', { name: 'Blurred' }).check();
  await expect.poll(store.read).toMatchObject({ action: 'blur' });
  await options.reload();
  await expect(options.getByRole('switch')).not.toBeChecked();
  await expect(options.getByLabel('Flag at most')).toHaveValue('0.05');
  await expect(options.getByRole('radio', { name: 'Bottom right' })).toBeChecked();
  await expect(options.getByRole('radio', { name: 'Blurred' })).toBeChecked();
});

test('it works by keyboard alone', async ({ options, store }) => {
  await options.keyboard.press('Tab');
  await options.keyboard.press('Space');
  await expect.poll(store.read).toMatchObject({ enabled: false });
  for (let i = 0; i < 2; i++) await options.keyboard.press('Tab');
  await options.keyboard.press('ArrowRight');
  await expect.poll(store.read).toMatchObject({ corner: 'top-right' });
  await options.keyboard.press('Tab');
  for (let i = 0; i < 3; i++) await options.keyboard.press('ArrowDown');
  await expect.poll(store.read).toMatchObject({ action: 'hide' });
});

test('hidden sites are shown and can be removed', async ({ options, store }) => {
  const list = options.getByRole('region', { name: 'Hidden sites' }).getByRole('listitem');
  await expect(options.getByText(/^None\./)).toBeVisible();
  await store.write({ hiddenSites: ['news.example', 'a.example'] });
  await expect(list).toHaveText([/^a\.example/, /^news\.example/]);
  await expect(options.getByText(/^None\./)).toBeHidden();
  await options.getByRole('button', { name: 'Remove news.example' }).press('Enter');
  await expect(list).toHaveText([/^a\.example/]);
  await expect(options.getByRole('status')).toHaveText('news.example is checked again');
  await expect(options.getByRole('heading', { name: 'Hidden sites' })).toBeFocused();
  await expect.poll(store.read).toMatchObject({ hiddenSites: ['a.example'] });
});

test('the popup leads to it', async ({ page, context, extensionId }) => {
  await page.goto(`chrome-extension://${extensionId}/src/popup/index.html`);
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: 'All settings' }).click();
  const options = await opened;
  await expect(options.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await options.close();
});

const LOOKS = [
  { colorScheme: 'light' },
  { colorScheme: 'dark' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;
for (const look of LOOKS) {
  test(`has no accessibility fault that axe finds, ${Object.values(look).join(', ')}`, async ({
    options,
    store,
  }) => {
    await options.emulateMedia(look);
    await store.write({ hiddenSites: ['a.example'] });
    await expect(options.getByRole('listitem')).toHaveCount(1);
    // axe's other mode opens a page of its own, which an extension's policy does not let it use.
    const { violations } = await new AxeBuilder({ page: options }).setLegacyMode().analyze();
    expect(violations).toEqual([]);
  });
}
