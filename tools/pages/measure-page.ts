import type { BrowserContext, Page } from '@playwright/test';
import type { PageServer } from '../../e2e/page-server.ts';
import { withShadowRoot } from '../shadow-badges.ts';
import { type LoadPage, look } from './load-page.ts';
import { engineHeap, pageHeap } from './measure-heap.ts';
import { installProbe, type ProbeReport } from './page-probe.ts';
import type { PageRow } from './page-row.ts';
import { processorTime, scriptSamples, type Task } from './script-profile.ts';
import { traceTasks } from './trace-tasks.ts';

export interface MeasuredPage {
  row: PageRow;
  /** What the row leaves out: where badges were wrong, what could not be measured and why. */
  notes: string[];
}

const SAMPLING_US = 200;
const LONG_TASK_US = 50_000;
/** What is left of a page is cleared away within this time, or counted. */
const CLEARING_MS = 10_000;
const CLEARED_MB = 2;
const POLL_MS = 20;

/**
 * Shows a page in a browser with the extension, warm, then in one without, and compares.
 * @param extended with the extension; its engine has been used
 * @param plain without it
 */
export async function measurePage(
  loadPage: LoadPage,
  server: PageServer,
  extended: BrowserContext,
  plain: BrowserContext,
): Promise<MeasuredPage> {
  const url = server.addPage(`/${loadPage.name}`, loadPage.body(server));
  const blank = server.addPage('/blank', '');
  const page = await extended.newPage();
  await page.goto(blank);
  const heapBefore = await wholeHeap(page);
  const { report, shares, allUs } = await profiled(page, () => visit(page, url, loadPage, true));
  const requests = loadPage.pictures.map(({ name }) => ({ name, count: requestsOf(server, name) }));
  const heapOnPage = await wholeHeap(page);
  await page.goto(blank);
  const heapAfter = await clearedHeap(page, heapBefore);
  await page.close();

  const plainPage = await plain.newPage();
  const plainReport = await visit(plainPage, url, loadPage, false);
  await plainPage.close();

  const second = requests.filter(({ count }) => count > 1);
  const unreadable = new Set(loadPage.unreadable.map(({ name }) => name));
  const again = (isReadable: boolean): number =>
    second.reduce((sum, { name, count }) => sum + (unreadable.has(name) === isReadable ? 0 : count - 1), 0);
  const ourUs = shares.reduce((sum, { ours }) => sum + ours, 0);
  const longest = Math.max(0, ...shares.map(({ ours }) => ours));
  const found = report.expected.filter((name) => report.found.includes(name));

  const notes = [
    `${loadPage.name}: ${(ourUs / 1000).toFixed(0)} ms of ours on the main thread, of ${(allUs / 1000).toFixed(0)} in all, at most ` +
      `${(longest / 1000).toFixed(1)} in one task; long tasks on the clock: ${report.longTasks} with the extension, ` +
      `${plainReport.longTasks} without; ` +
      `heap ${mb(heapOnPage, heapBefore)} MB above the one before, on the page`,
  ];
  const missed = report.expected.filter((name) => !report.found.includes(name));
  if (missed.length > 0) notes.push(`  not found: ${listed(missed)}`);
  if (report.misplaced.length > 0) notes.push(`  misplaced: ${listed(report.misplaced)}`);
  if (again(true) > 0)
    notes.push(`  fetched again: ${listed(second.map(({ name, count }) => `${name} ×${count}`))}`);
  if (again(false) > 0)
    notes.push(
      `  ${again(false)} second fetches of pictures whose server lets no page read them: not counted`,
    );
  if (report.firstBadgeMs === null) notes.push('  firstBadgeMs is null: no badge was seen');
  if (found.length === 0) notes.push('  mainThreadMsPerPicture is null: no picture was found');
  if (heapAfter === null) notes.push('  heapAfterMB is null: no engine was running');

  return {
    row: {
      expected: report.expected.length,
      found: found.length,
      badged: report.badged.length,
      misplaced: report.misplaced.length,
      secondFetches: again(true),
      longTasks: shares.filter(isLongByUs).length,
      layoutShift: rounded(Math.max(0, report.layoutShift - plainReport.layoutShift), 4),
      mainThreadMsPerPicture: found.length > 0 ? rounded(ourUs / 1000 / found.length, 2) : null,
      firstBadgeMs: report.firstBadgeMs === null ? null : Math.round(report.firstBadgeMs),
      heapAfterMB: mb(heapAfter, heapBefore),
    },
    notes,
  };
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const mb = (heap: number | null, before: number | null): number | null =>
  heap === null || before === null ? null : rounded(heap - before, 1);
const listed = (items: string[]): string =>
  items.slice(0, 8).join(', ') + (items.length > 8 ? `, and ${items.length - 8} more` : '');
const requestsOf = ({ requestCount }: PageServer, name: string): number =>
  requestCount(`/open/${name}`) + requestCount(`/closed/${name}`);

/** Whether a long task would not have been one without our functions in it, or is one by them alone. */
function isLongByUs({ task: { processor }, ours }: OurShare): boolean {
  return ours > LONG_TASK_US || (processor > LONG_TASK_US && processor - ours <= LONG_TASK_US);
}

async function visit(
  page: Page,
  url: string,
  { drive }: LoadPage,
  hasExtension: boolean,
): Promise<ProbeReport> {
  await page.addInitScript(installProbe);
  await page.goto(url);
  await page.bringToFront();
  const over = new AbortController();
  const probing = hasExtension ? lendRoot(page, over.signal) : null;
  await drive(page);
  await look(page);
  over.abort();
  await probing;
  await page.evaluate(() => window.pageProbe.sample(true));
  return page.evaluate(() => window.pageProbe.report());
}

/** Lends the probe the layer's closed root as soon as there is one. */
async function lendRoot(page: Page, signal: AbortSignal): Promise<void> {
  const lend = function (this: ShadowRoot): boolean {
    window.pageProbe.root = this;
    return true;
  };
  while (!signal.aborted && !(await withShadowRoot(page, lend))) await page.waitForTimeout(POLL_MS);
}

/** A task of the page's main thread with what of it was ours, µs on a processor. */
interface OurShare {
  task: Task;
  ours: number;
}

/** @returns the tasks that had something of ours in them, and what all took, µs on a processor */
async function profiled(
  page: Page,
  visiting: () => Promise<ProbeReport>,
): Promise<{ report: ProbeReport; shares: OurShare[]; allUs: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  await session.send('Profiler.start');
  const endTrace = await traceTasks(session);
  const report = await visiting();
  const tasks = await endTrace();
  const { profile } = await session.send('Profiler.stop');
  await session.detach();
  const samples = scriptSamples(profile, (url) => url.startsWith('chrome-extension://'));
  const shares = tasks.map((task) => ({ task, ours: processorTime(samples, task) }));
  const allUs = tasks.reduce((sum, { processor }) => sum + processor, 0);
  return { report, shares: shares.filter(({ ours }) => ours > 0), allUs };
}

async function wholeHeap(page: Page): Promise<number | null> {
  const engine = await engineHeap(page.context());
  return engine === null ? null : engine + (await pageHeap(page));
}

async function clearedHeap(page: Page, before: number | null): Promise<number | null> {
  const deadline = Date.now() + CLEARING_MS;
  for (;;) {
    const heap = await wholeHeap(page);
    if (heap === null || before === null || heap < before + CLEARED_MB || Date.now() > deadline) return heap;
    await page.waitForTimeout(500);
  }
}
