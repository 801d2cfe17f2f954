import { resolve } from 'node:path';
import { type BrowserContext, test as base, chromium, type Worker } from '@playwright/test';
import { type PageServer, startPageServer } from './page-server.ts';

const EXTENSION = resolve(process.env.FALLOFF_DIST ?? 'dist');

/** A browser with the built extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  serviceWorker: Worker;
  extensionId: string;
}

export async function launchExtension(): Promise<ExtensionBrowser> {
  const context = await chromium.launchPersistentContext('', {
    headless: false,
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--headless=new',
      '--no-sandbox',
      `--disable-extensions-except=${EXTENSION}`,
      `--load-extension=${EXTENSION}`,
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const serviceWorker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return { context, serviceWorker, extensionId: new URL(serviceWorker.url()).host };
}

/** `test` with one browser and one page server for all tests of a worker. */
export const test = base.extend<
  { context: BrowserContext },
  { extension: ExtensionBrowser; serviceWorker: Worker; extensionId: string; server: PageServer }
>({
  extension: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from the pattern.
    async ({}, use) => {
      const extension = await launchExtension();
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
