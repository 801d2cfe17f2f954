/** `npm run demo`: builds the extension, shows it a gallery of known pictures, and tells what it made of them. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { DEFAULT_FALSE_POSITIVE_RATE, REASONS, VERDICT_WORDS, verdictOf } from '../src/analysis.ts';
import { type GalleryPicture, galleryPage, galleryPictures } from './gallery.ts';
import { type ExtensionBrowser, launchExtension } from './launch-extension.ts';
import { listen } from './listen.ts';
import { readLayer } from './shadow-badges.ts';
import { type PictureState, watchPictures } from './watch-pictures.ts';

const OUTPUT = 'demo-output';
const PATIENCE_MS = 120_000;

function wantsHeadless(): boolean {
  try {
    const { headless } = parseArgs({ options: { headless: { type: 'boolean', default: false } } }).values;
    const hasDisplay =
      process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
    return headless || !hasDisplay;
  } catch {
    console.error('usage: npm run demo [-- --headless]');
    process.exit(2);
  }
}

async function serve(pictures: GalleryPicture[]): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    const picture = pictures.find(({ file }) => path === `/pictures/${file}`);
    if (picture) {
      response.setHeader('cache-control', 'max-age=600');
      response.setHeader('content-type', picture.file.endsWith('.png') ? 'image/png' : 'image/jpeg');
      response.end(picture.bytes);
    } else if (path === '/') {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(galleryPage(pictures));
    } else response.writeHead(404).end();
  });
  return { url: `http://127.0.0.1:${await listen(server)}/`, close: () => server.close() };
}

const fileOf = ({ label }: PictureState): string => label.slice(label.lastIndexOf('/') + 1);

function printTable(pictures: GalleryPicture[], states: PictureState[]): void {
  console.table(
    pictures.map(({ file, truth }) => {
      const analysis = states.find((state) => fileOf(state) === file)?.analysis;
      if (!analysis) return { picture: file, 'what it is': truth, verdict: 'not judged' };
      const { outcome, milliseconds } = analysis;
      const verdict = VERDICT_WORDS[verdictOf(outcome, DEFAULT_FALSE_POSITIVE_RATE)];
      const ms = Math.round(milliseconds.total);
      if (outcome.kind === 'refused') {
        return { picture: file, 'what it is': truth, verdict: `${verdict}: ${REASONS[outcome.reason]}`, ms };
      }
      const { probability, engine } = outcome;
      return {
        picture: file,
        'what it is': truth,
        verdict,
        probability: Number(probability.toFixed(3)),
        ms,
        by: engine.toUpperCase(),
      };
    }),
  );
}

function mostSuspicious(states: PictureState[]): PictureState | undefined {
  const probability = ({ analysis }: PictureState): number =>
    analysis?.outcome.kind === 'measured' ? analysis.outcome.probability : -1;
  return [...states].sort((a, b) => probability(b) - probability(a))[0];
}

/** Shows the gallery; returns how many badges are really on the page. */
async function show(browser: ExtensionBrowser, pictures: GalleryPicture[], url: string): Promise<number> {
  const watch = await watchPictures(browser);
  const page = await browser.context.newPage();
  await page.goto(url);
  const tabId = await watch.follow(url);
  const deadline = Date.now() + PATIENCE_MS;
  let states: PictureState[] = [];
  // Pictures are judged when they come into view, so the page is scrolled through as a reader would.
  while (states.filter(({ state }) => state === 'done').length < pictures.length && Date.now() < deadline) {
    await page.mouse.wheel(0, 400);
    if (await page.evaluate(() => scrollY + innerHeight >= document.body.scrollHeight)) {
      await page.evaluate(() => scrollTo(0, 0));
    }
    await page.waitForTimeout(150);
    states = await watch.pictures();
  }
  await page.evaluate(() => scrollTo(0, 0));
  printTable(pictures, states);

  await page.setViewportSize({
    width: 1280,
    height: await page.evaluate(() => document.documentElement.scrollHeight),
  });
  await page.waitForTimeout(1000);
  const badges = (await readLayer(page))?.flagged.filter(({ isShown }) => isShown) ?? [];
  await page.screenshot({ path: `${OUTPUT}/page.png` });

  const popup = await browser.context.newPage();
  await popup.setViewportSize({ width: 420, height: 560 });
  const inspector = `chrome-extension://${browser.extensionId}/src/popup/index.html?tab=${tabId}`;
  await popup.goto(inspector);
  await popup.waitForTimeout(1000);
  await popup.screenshot({ path: `${OUTPUT}/popup.png` });
  await popup.setViewportSize({ width: 1200, height: 900 });
  await popup.goto(`${inspector}&picture=${mostSuspicious(states)?.id}`);
  await popup.waitForTimeout(1000);
  await popup.screenshot({ path: `${OUTPUT}/inspector.png` });
  await popup.close();
  await watch.close();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.bringToFront();
  return badges.length;
}

const headless = wantsHeadless();
mkdirSync(OUTPUT, { recursive: true });
await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
const pictures = await galleryPictures();
const { url, close } = await serve(pictures);
const browser = await launchExtension({ headless });
try {
  const badges = await show(browser, pictures, url);
  console.log(`${badges} badges on the page; screenshots in ${OUTPUT}/`);
  if (badges === 0) process.exitCode = 1;
  if (!headless) {
    console.log(`The browser stays open at ${url}; close it to end.`);
    await new Promise((resolve) => browser.context.on('close', resolve));
  }
} finally {
  await browser.context.close().catch(() => {});
  close();
}
