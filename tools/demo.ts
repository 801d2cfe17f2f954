/**
 * `npm run demo`: builds the extension, shows it a gallery of known pictures, tells what it made of them, and leaves a
 * small site to click through.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { build } from 'vite';
import {
  type Analysis,
  DEFAULT_FALSE_POSITIVE_RATE,
  headlineOf,
  isFlagged,
  verdictOn,
} from '../src/analysis.ts';
import { type DemoSite, startDemoSite } from './demo-site.ts';
import { type GalleryPicture, galleryPictures } from './gallery.ts';
import { type ExtensionBrowser, launchExtension } from './launch-extension.ts';
import { readLayer } from './shadow-badges.ts';
import { type PictureState, watchPictures } from './watch-pictures.ts';
import { SCREENSHOT_SCALE, writeScreenshot } from './write-screenshot.ts';

const OUTPUT = 'demo-output';
const PATIENCE_MS = 120_000;
const WINDOW = { width: 1280, height: 800 };

interface Options {
  headless: boolean;
  /** Where to write the README's picture. */
  screenshot: string | undefined;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: { headless: { type: 'boolean', default: false }, screenshot: { type: 'string' } },
    });
    const hasDisplay =
      process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
    return { headless: values.headless || !hasDisplay, screenshot: values.screenshot };
  } catch {
    console.error('usage: npm run demo [-- [--headless] [--screenshot FILE]]');
    process.exit(2);
  }
}

/** A picture of the gallery with what the extension says of it, in words and on the page. */
interface Judged {
  picture: GalleryPicture;
  id: string | undefined;
  analysis: Analysis | null;
  hasBadge: boolean;
}

const shouldHaveBadge = ({ truth }: GalleryPicture): boolean => truth === 'up-convolved';

function printTable(judged: Judged[]): void {
  console.table(
    judged.map(({ picture, analysis, hasBadge }) => ({
      picture: picture.file,
      'what it is': picture.truth,
      expected: shouldHaveBadge(picture) ? 'badge' : '',
      'on the page': hasBadge ? 'badge' : '',
      ...columnsOf(analysis),
    })),
  );
}

function columnsOf(analysis: Analysis | null): object {
  if (!analysis) return { verdict: 'not judged' };
  const { outcome, milliseconds } = analysis;
  const verdict = headlineOf(analysis, DEFAULT_FALSE_POSITIVE_RATE);
  const ms = Math.round(milliseconds.total);
  if (outcome.kind === 'refused') return { verdict, ms };
  const { probability, engine, tower } = outcome;
  const by = `${engine.toUpperCase()}, tower ${tower?.provider ?? 'silent'}`;
  return { verdict, probability: Number(probability.toFixed(3)), ms, by };
}

/** Sums up whether the badges are where they should be, and only there. */
function isAsExpected(judged: Judged[]): boolean {
  const count = (expected: boolean): { all: number; marked: number } => {
    const some = judged.filter(({ picture }) => shouldHaveBadge(picture) === expected);
    return { all: some.length, marked: some.filter(({ hasBadge }) => hasBadge).length };
  };
  const [made, real] = [count(true), count(false)];
  const good = made.marked === made.all && real.marked === 0;
  console.log(
    `A badge on ${made.marked} of ${made.all} up-convolved pictures and on ${real.marked} of ${real.all} photographs: ` +
      `${good ? 'as expected' : 'not as expected'}.`,
  );
  return good;
}

/** Pictures are judged when they come into view, so the page is scrolled through as a reader would. */
async function scrollThrough(page: Page, isDone: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isDone()) && Date.now() < deadline) {
    await page.mouse.wheel(0, 400);
    if (await page.evaluate(() => scrollY + innerHeight >= document.body.scrollHeight)) {
      await page.evaluate(() => scrollTo(0, 0));
    }
    await page.waitForTimeout(150);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

/** Files of the pictures on which a badge is really to be seen. */
async function filesWithBadge(page: Page): Promise<Set<string>> {
  const badges = (await readLayer(page))?.flagged.filter(({ isShown }) => isShown) ?? [];
  const images = await page.evaluate(() =>
    Array.from(document.images, (image) => {
      const { left, top, right, bottom } = image.getBoundingClientRect();
      return { file: image.alt, left, top, right, bottom };
    }),
  );
  const holdsBadge = ({ left, top, right, bottom }: (typeof images)[number]): boolean =>
    badges.some(({ x, y }) => x >= left && x < right && y >= top && y < bottom);
  return new Set(images.filter(holdsBadge).map(({ file }) => file));
}

/** Shows the whole gallery at once and looks at it. */
async function lookAt(page: Page, pictures: GalleryPicture[], states: PictureState[]): Promise<Judged[]> {
  const stateOf = ({ file }: GalleryPicture): PictureState | undefined =>
    states.find(({ label }) => label.endsWith(`/${file}`));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...WINDOW, height });
  const flagged = states.filter(
    ({ analysis }) => analysis && isFlagged(verdictOn(analysis, DEFAULT_FALSE_POSITIVE_RATE)),
  );
  // Whether they all come is for the table to tell.
  await expect
    .poll(async () => (await filesWithBadge(page)).size)
    .toBe(flagged.length)
    .catch(() => {});
  const marked = await filesWithBadge(page);
  await page.screenshot({ path: `${OUTPUT}/page.png` });
  return pictures.map((picture) => ({
    picture,
    id: stateOf(picture)?.id,
    analysis: stateOf(picture)?.analysis ?? null,
    hasBadge: marked.has(picture.file),
  }));
}

/** Opens the inspector on a tab, with a picture chosen or none, as large as given. */
async function openInspector(
  { context, extensionId }: ExtensionBrowser,
  query: Record<string, string>,
  size: { width: number; height: number },
): Promise<Page> {
  const inspector = await context.newPage();
  await inspector.setViewportSize(size);
  await inspector.goto(
    `chrome-extension://${extensionId}/src/popup/index.html?${new URLSearchParams(query)}`,
  );
  // By then all frames have reported, and a chosen picture is drawn.
  await expect(inspector.locator('#page-name')).toHaveText(/^localhost/);
  return inspector;
}

/** Shows the gallery, writes what is to be seen; returns whether it is what it should be. */
async function show(
  browser: ExtensionBrowser,
  pictures: GalleryPicture[],
  { index, gallery }: DemoSite,
  screenshot: string | undefined,
): Promise<boolean> {
  const watch = await watchPictures(browser);
  const page = await browser.context.newPage();
  await page.goto(gallery);
  const tab = String(await watch.follow(gallery));
  await scrollThrough(
    page,
    async () => (await watch.pictures()).filter(({ state }) => state === 'done').length >= pictures.length,
  );
  const judged = await lookAt(page, pictures, await watch.pictures());
  printTable(judged);

  const popup = await openInspector(browser, { tab }, { width: 420, height: 560 });
  await popup.screenshot({ path: `${OUTPUT}/popup.png` });
  await popup.close();
  const picture = judged.find(({ hasBadge }) => hasBadge)?.id ?? '';
  const inspector = await openInspector(browser, { tab, picture }, { width: 1200, height: 900 });
  await inspector.screenshot({ path: `${OUTPUT}/inspector.png` });
  if (screenshot) await writeScreenshot(page, 'img[alt*="transposed"]', inspector, screenshot);
  await inspector.close();
  await watch.close();
  await page.setViewportSize(WINDOW);
  await page.bringToFront();
  await page.goto(index);
  await page.screenshot({ path: `${OUTPUT}/site.png`, fullPage: true });
  return isAsExpected(judged);
}

const { headless, screenshot } = readOptions();
mkdirSync(OUTPUT, { recursive: true });
await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
const pictures = await galleryPictures();
const site = await startDemoSite(pictures);
const browser = await launchExtension({ headless, scale: screenshot ? SCREENSHOT_SCALE : 1 });
try {
  if (!(await show(browser, pictures, site, screenshot))) process.exitCode = 1;
  console.log(`Screenshots: ${[OUTPUT, screenshot].filter(Boolean).join(', ')}`);
  if (!headless) {
    console.log(`The browser stays open at ${site.index}; close it to end.`);
    await new Promise((resolve) => browser.context.on('close', resolve));
  }
} finally {
  await browser.context.close().catch(() => {});
  site.close();
}
