import { type BrowserContext, chromium } from '@playwright/test';

export interface ChromiumOptions {
  headless: boolean;
  args?: string[];
  /** Arguments of Playwright's own that are left out. */
  without?: string[];
  /** Pixels a CSS pixel; 1 where nothing is said. */
  scale?: number;
}

/** Starts Chromium (`CHROMIUM_PATH`) with an empty profile in which extensions work. */
export function launchChromium({
  headless,
  args = [],
  without = [],
  scale = 1,
}: ChromiumOptions): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    headless: false,
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions', ...without],
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: scale,
    args: [
      ...(headless ? ['--headless=new', '--use-webgpu-adapter=swiftshader'] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--enable-unsafe-webgpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}
