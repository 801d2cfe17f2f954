import type browser from 'webextension-polyfill';
import { launchExtension } from '../tools/launch-extension.ts';
import { watchPictures } from '../tools/watch-pictures.ts';
import { expect } from './extension-fixture.ts';
import { expectFound, test } from './fixture-test.ts';
import type { PageServer } from './page-server.ts';
import { FIXTURES } from './pages/fixtures.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

test('pictures are asked for as seldom and with as few rights as can be', async ({
  open,
  server,
  serviceWorker,
  watch,
}) => {
  const servers = FIXTURES.find(({ name }) => name === 'servers');
  await open('servers');
  await expectFound(watch, servers?.expected ?? [], servers?.unreadable);
  const requests = Object.fromEntries(
    [
      ...['open/own', 'open/shared', 'open/anonymous', 'no-cache/revalidated', 'slow/slow', 'moved/moved'],
      ...['closed/moved', 'referred/linked', 'closed/kept', 'closed/kept-background', 'no-store/not-stored'],
    ].map((path) => [path, server.requestCount(`/${path}~generated.png`)]),
  );
  expect(requests).toEqual({
    'open/own': 1,
    'open/shared': 1,
    'open/anonymous': 1,
    'no-cache/revalidated': 1,
    'slow/slow': 1,
    'moved/moved': 1,
    'closed/moved': 1,
    'referred/linked': 1,
    // The extension's cache is another than the page's.
    'closed/kept': 2,
    'closed/kept-background': 2,
    // There is no cache at all.
    'no-store/not-stored': 2,
  });
  for (const path of ['/closed/kept~generated.png', '/referred/hotlinked~generated.png']) {
    expect(referrersOf(server, path)).toEqual([`${server.home}/`, `${server.home}/`]);
    expect(server.requestsOf(path).at(-1)).not.toHaveProperty('cookie');
  }
  // Its style sheet is the page's, but might be another's.
  expect(referrersOf(server, '/closed/kept-background~generated.png')[1]).toBeUndefined();
  const rules = await serviceWorker.evaluate(() => chrome.declarativeNetRequest.getSessionRules());
  expect(rules).toEqual([]);
  const member = server.requestsOf('/member/member~generated.png').map(({ cookie }) => cookie);
  expect(member).toEqual(['member=yes', 'member=yes']);
});

const referrersOf = (server: PageServer, path: string): (string | undefined)[] =>
  server.requestsOf(path).map(({ referer }) => referer);

const NO_REFERRER = '<meta name="referrer" content="no-referrer">';

test.describe('the Referer is the page’s', () => {
  const pages: { name: string; head?: string; header?: string; attribute?: string; tells: boolean }[] = [
    { name: 'default', tells: true },
    { name: 'meta', head: NO_REFERRER, tells: false },
    { name: 'header', header: 'same-origin', tells: false },
    {
      name: 'meta-before-header',
      head: '<meta name="referrer" content="origin">',
      header: 'no-referrer',
      tells: true,
    },
    { name: 'element-before-meta', head: NO_REFERRER, attribute: 'origin', tells: true },
    { name: 'element', attribute: 'no-referrer', tells: false },
  ];
  for (const { name, head = '', header, attribute = '', tells } of pages) {
    test(name, async ({ open, server, watch }) => {
      const path = `/wary/${name}~generated.png`;
      const image = `<img referrerpolicy="${attribute}" src="${server.foreign}${path}" width="180" height="180">`;
      const headers = header === undefined ? {} : { 'referrer-policy': header };
      await open(server.addPage(`/referrer-${name}`, head + image, headers));
      await expectFound(watch, [name], tells ? [] : [name]);
      const referrer = tells ? `${server.home}/` : undefined;
      await expect.poll(() => referrersOf(server, path)).toEqual([referrer, referrer]);
    });
  }

  test('where a policy can’t be known, nobody is told', async ({ open, page, server, watch }) => {
    const path = '/wary/unknown~generated.png';
    const image = `<img src="${server.foreign}${path}" width="180" height="180">`;
    const url = server.addPage('/linked-to', image);
    server.addPage('/link', `<a href="${url}">A page of another site</a>`);
    await open(`${server.elsewhere}/link`);
    await page.getByRole('link').click();
    await page.waitForURL(url);
    await watch.follow(url);
    await expectFound(watch, ['unknown'], ['unknown']);
    await expect.poll(() => referrersOf(server, path)).toEqual([`${server.home}/`, undefined]);
  });
});

test('another site’s cookies stay at home', async ({ open, page, server, watch }) => {
  await page.goto(`${server.home}/sign-in`);
  const address = `${server.home}/closed/strange~generated.png`;
  server.addPage('/strange', `<img src="${address}" width="180" height="180">`);
  await open(`${server.elsewhere}/strange`);
  await expectFound(watch, ['strange']);
  expect(server.requestsOf('/closed/strange~generated.png').map(({ cookie }) => cookie)).toEqual([
    undefined,
    undefined,
  ]);
  await page.context().clearCookies();
});

test('no server of another network can send the extension into the reader’s own', async ({ server }) => {
  const { host } = new URL(server.foreign);
  const extension = await launchExtension({
    headless: true,
    args: [`--ip-address-space-overrides=${host}=public`],
  });
  const watch = await watchPictures(extension);
  const page = await extension.context.newPage();
  const prey = '/closed/prey~generated.png';
  const addresses = [`/moved/followed~generated.png`, `/luring/lured~generated.png?${server.home}${prey}`];
  const images = addresses.map((path) => `<img src="${server.foreign}${path}" width="180" height="180">`);
  const url = server.addPage('/luring', images.join(''));
  await page.goto(url);
  await watch.follow(url);
  await page.bringToFront();
  await expectFound(watch, ['followed', 'lured'], ['lured']);
  // The tower of another browser may have to start first.
  await expect
    .poll(async () => (await watch.pictures()).map(({ state }) => state), { timeout: 30_000 })
    .toEqual(['done', 'done']);
  expect(server.requestCount('/luring/lured~generated.png')).toBeGreaterThan(1);
  expect(server.requestCount(prey)).toBe(0);
  await extension.context.close();
});

test('what the page’s policy forbids is not asked for', async ({ open, server, watch }) => {
  await open('policy');
  await expectFound(watch, ['allowed', 'allowed-background']);
  expect(server.requestCount('/open/forbidden~generated.png')).toBe(0);
  expect(server.requestCount('/open/forbidden-background~generated.png')).toBe(0);
});
