import type { Page } from '@playwright/test';
import sharp from 'sharp';

/** Pixels a CSS pixel, for dense screens. The browser has to be launched with it. */
export const SCREENSHOT_SCALE = 1.25;
/** CSS pixels. */
const HEIGHT = 640;
const PAGE_WIDTH = 660;
const INSPECTOR_WIDTH = 420;
const GAP = 16;
const BACKGROUND = '#d8dde3';

const pixels = (length: number): number => Math.round(length * SCREENSHOT_SCALE);

/**
 * Writes a PNG of a page beside the inspector.
 * @param subject selects what on the page is scrolled to
 */
export async function writeScreenshot(
  page: Page,
  subject: string,
  inspector: Page,
  path: string,
): Promise<void> {
  await page.setViewportSize({ width: PAGE_WIDTH, height: HEIGHT });
  await page
    .locator(subject)
    .first()
    .evaluate((element, gap) => {
      element.scrollIntoView();
      scrollBy(0, -gap);
    }, GAP);
  const left = await page.screenshot();
  await inspector.setViewportSize({ width: INSPECTOR_WIDTH, height: HEIGHT });
  const right = await inspector.screenshot();
  await sharp({
    create: {
      width: pixels(PAGE_WIDTH + INSPECTOR_WIDTH + 3 * GAP),
      height: pixels(HEIGHT + 2 * GAP),
      channels: 3,
      background: BACKGROUND,
    },
  })
    .composite([
      { input: left, left: pixels(GAP), top: pixels(GAP) },
      { input: right, left: pixels(PAGE_WIDTH + 2 * GAP), top: pixels(GAP) },
    ])
    .png({ palette: true, quality: 60, effort: 10 })
    .toFile(path);
}
