import { type BrowserContext, test as base, type Worker } from '@playwright/test';
import { type ExtensionBrowser, launchExtension } from '../tools/launch-extension.ts';
import { type PageServer, startPageServer } from './page-server.ts';

/** `test` with one browser and one page server for all tests of a worker. */
export const test = base.extend<
  { context: BrowserContext },
  { extension: ExtensionBrowser; serviceWorker: Worker; extensionId: string; server: PageServer }
>({
  extension: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const extension = await launchExtension({ headless: true });
      await use(extension);
      await extension.context.close();
    },
    { scope: 'worker' },
  ],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startPageServer();
      await use(server);
      server.close();
    },
    { scope: 'worker' },
  ],
  serviceWorker: [({ extension }, use) => use(extension.serviceWorker), { scope: 'worker' }],
  extensionId: [({ extension }, use) => use(extension.extensionId), { scope: 'worker' }],
  context: ({ extension }, use) => use(extension.context),
  page: async ({ context }, use) => {
    const page = await context.newPage();
    await use(page);
    await page.close();
  },
});

export { expect } from '@playwright/test';
