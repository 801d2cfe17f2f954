import { type BrowserContext, chromium } from '@playwright/test';

/**
 * Starts Chromium (`CHROMIUM_PATH`) with an empty profile in which extensions work.
 * @param without arguments of Playwright's own that are left out
 */
export function launchChromium({
  headless,
  args = [],
  without = [],
}: {
  headless: boolean;
  args?: string[];
  without?: string[];
}): Promise<BrowserContext> {
  return chromium.launchPersistentContext('', {
    headless: false,
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions', ...without],
    viewport: { width: 1280, height: 800 },
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
