import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BrowserContext, Worker } from '@playwright/test';
import { type ChromiumOptions, launchChromium } from './launch-chromium.ts';

/** A browser with the built extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  serviceWorker: Worker;
  extensionId: string;
}

/**
 * The folder of the built extension: `FALLOFF_DIST`, by default `dist/`.
 * @throws Error where nothing was built
 */
export function builtExtension(): string {
  const folder = resolve(process.env.FALLOFF_DIST ?? 'dist');
  if (!existsSync(folder)) throw new Error(`${folder} is missing: run npm run build first`);
  return folder;
}

/** Starts Chromium with the built extension. */
export async function launchExtension({ args = [], ...options }: ChromiumOptions): Promise<ExtensionBrowser> {
  const folder = builtExtension();
  const own = [`--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
  const context = await launchChromium({ ...options, args: [...own, ...args] });
  const serviceWorker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return { context, serviceWorker, extensionId: new URL(serviceWorker.url()).host };
}
