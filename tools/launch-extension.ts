import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BrowserContext, chromium, type Worker } from '@playwright/test';

/** A browser with the built extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  serviceWorker: Worker;
  extensionId: string;
}

/**
 * Starts Chromium (`CHROMIUM_PATH`) with an empty profile and the extension built in `FALLOFF_DIST`, by default `dist/`.
 * @throws Error where nothing was built
 */
export async function launchExtension({ headless }: { headless: boolean }): Promise<ExtensionBrowser> {
  const extension = resolve(process.env.FALLOFF_DIST ?? 'dist');
  if (!existsSync(extension)) throw new Error(`${extension} is missing: run npm run build first`);
  const context = await chromium.launchPersistentContext('', {
    headless: false,
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions'],
    viewport: { width: 1280, height: 800 },
    args: [
      ...(headless ? ['--headless=new', '--use-webgpu-adapter=swiftshader'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
      '--enable-unsafe-webgpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const serviceWorker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return { context, serviceWorker, extensionId: new URL(serviceWorker.url()).host };
}
