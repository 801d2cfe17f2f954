/** `npm run pages`: drives the built extension over pages as readers know them, and holds it to its budgets. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { machineFacts } from '../bench/machine-facts.ts';
import { type PageServer, startPageServer } from '../e2e/page-server.ts';
import { launchChromium } from './launch-chromium.ts';
import { type ExtensionBrowser, launchExtension } from './launch-extension.ts';
import { loadPages } from './pages/load-pages.ts';
import { measurePage } from './pages/measure-page.ts';
import { makePicture, pagePictures } from './pages/page-pictures.ts';
import { brokenBudgets, LEGEND, type PageRow } from './pages/page-row.ts';
import { watchPictures } from './watch-pictures.ts';

const USAGE = `usage: npm run pages -- [--short] [--json FILE] [PAGE…]
Shows pages to the extension and to a browser without it; fails where a budget is broken.
  --short  a part of three pages, by the extension as it was built before; budgets of time are not held
  --json   writes the rows to FILE, too: { pages: { NAME: ROW } }
  PAGE     only these: feed, news, search, shop, gallery, mutating`;

const ENGINE_START_MS = 60_000;

interface Options {
  short: boolean;
  json: string | undefined;
  names: string[];
}

function readOptions(): Options {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { short: { type: 'boolean', default: false }, json: { type: 'string' } },
    });
    return { short: values.short, json: values.json, names: positionals };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

/** Has one picture judged, by spectra and tower, so that all of the engine is in memory. */
async function warmUp(browser: ExtensionBrowser, server: PageServer): Promise<void> {
  const [picture] = pagePictures('warm-up', 1, 400, 300);
  server.addPicture(picture.name, await makePicture(picture));
  const url = server.addPage('/warm-up', `<img src="/open/${picture.name}" width="400" height="300">`);
  const page = await browser.context.newPage();
  await page.goto(url);
  const watch = await watchPictures(browser);
  await watch.follow(url);
  await page.bringToFront();
  const deadline = Date.now() + ENGINE_START_MS;
  while ((await watch.pictures())[0]?.state !== 'done') {
    if (Date.now() > deadline) throw new Error('the engine judges no picture');
    await page.waitForTimeout(100);
  }
  await watch.close();
  await page.close();
}

async function main({ short, json, names }: Options): Promise<void> {
  if (!short) await build({ configFile: 'vite.config.ts', logLevel: 'warn' });
  const server = await startPageServer();
  const browser = await launchExtension({ headless: true });
  const plain = await launchChromium({ headless: true });
  const rows: Record<string, PageRow> = {};
  const complaints: string[] = [];
  try {
    await warmUp(browser, server);
    for (const loadPage of loadPages(short ? 'short' : 'full')) {
      if (names.length > 0 && !names.includes(loadPage.name)) continue;
      await Promise.all(
        loadPage.pictures.map(async (picture) => server.addPicture(picture.name, await makePicture(picture))),
      );
      const { row, notes } = await measurePage(loadPage, server, browser.context, plain);
      rows[loadPage.name] = row;
      for (const note of notes) console.log(note);
      complaints.push(...brokenBudgets(row, !short).map((complaint) => `${loadPage.name}: ${complaint}`));
    }
  } finally {
    await Promise.all([browser.context.close(), plain.close()]);
    server.close();
  }
  const { processor, cores, load } = machineFacts();
  console.table(rows);
  console.log(`${processor}, ${cores} cores, load ${load}: with more load than cores, times say little`);
  for (const [column, words] of Object.entries(LEGEND)) console.log(`${column}: ${words}`);
  if (json) writeFileSync(json, `${JSON.stringify({ pages: rows }, null, 2)}\n`);
  for (const complaint of complaints) console.error(`over budget: ${complaint}`);
  if (complaints.length > 0) process.exitCode = 1;
}

await main(readOptions()).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
