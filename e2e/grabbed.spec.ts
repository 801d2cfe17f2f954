import { expect } from './extension-fixture.ts';
import { expectFound, test } from './fixture-test.ts';
import { FIXTURES } from './pages/fixtures.ts';

test('pictures are asked for as seldom and with as few rights as can be', async ({ open, server, watch }) => {
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
    const again = server.requestsOf(path).at(-1);
    expect(again).not.toHaveProperty('referer');
    expect(again).not.toHaveProperty('cookie');
  }
  const member = server.requestsOf('/member/member~generated.png').map(({ cookie }) => cookie);
  expect(member).toEqual(['member=yes', 'member=yes']);
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

test('what the page’s policy forbids is not asked for', async ({ open, server, watch }) => {
  await open('policy');
  await expectFound(watch, ['allowed', 'allowed-background']);
  expect(server.requestCount('/open/forbidden~generated.png')).toBe(0);
  expect(server.requestCount('/open/forbidden-background~generated.png')).toBe(0);
});
