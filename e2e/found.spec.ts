import { expect } from './extension-fixture.ts';
import { expectFound, namesOf, test } from './fixture-test.ts';
import { FIXTURES } from './pages/fixtures.ts';

const expectedOn = (name: string): string[] =>
  FIXTURES.find((fixture) => fixture.name === name)?.expected ?? [];

/** The names with some taken out and others put in. */
const changed = (names: string[], out: string[], into: string[]): string[] => [
  ...names.filter((name) => !out.includes(name)),
  ...into,
];

// What `servers` asks for is counted in grabbed.spec.ts, so nobody else may open it.
for (const { name, expected } of FIXTURES.filter(({ name }) => name !== 'servers')) {
  test(`${name}: all that is there at first`, async ({ open, watch }) => {
    await open(name);
    await expectFound(watch, expected);
  });
}

test('images: another size, another source, and a lazy one', async ({ open, page, watch }) => {
  await open('images');
  const first = expectedOn('images');
  await expectFound(watch, first);
  await page.locator('#widen').click();
  await expectFound(watch, changed(first, ['narrow'], ['wide']));
  await page.locator('#swap').click();
  const swapped = changed(first, ['narrow', 'first'], ['wide', 'second']);
  await expectFound(watch, swapped);
  await page.locator('#lazy').scrollIntoViewIfNeeded();
  await expectFound(watch, [...swapped, 'lazy']);
});

test('backgrounds: whatever brings them, and when they go', async ({ open, page, watch }) => {
  await open('backgrounds');
  let names = expectedOn('backgrounds');
  await expectFound(watch, names);
  for (const [button, ...into] of [
    ['style', 'styled'],
    ['class', 'classed'],
    ['rule', 'ruled'],
    ['link', 'linked'],
  ] as const) {
    await page.locator(`#${button}`).click();
    names = [...names, ...into];
    await expectFound(watch, names);
  }
  await page.locator('#clear').click();
  names = changed(names, ['own'], []);
  await expectFound(watch, names);
  for (const _ of [1, 2]) {
    await page.locator('#hovered').hover();
    await expectFound(watch, [...names, 'hovered']);
    await page.locator('h1').hover();
    await expectFound(watch, names);
  }
});

test('shadow roots: an element defined later, and changes inside', async ({ open, page, watch }) => {
  await open('shadow');
  const first = expectedOn('shadow');
  await expectFound(watch, first);
  await page.locator('#define').click();
  await expectFound(watch, [...first, 'late']);
  await page.locator('#change').click();
  await expectFound(watch, changed([...first, 'late'], ['nested'], ['changed']));
});

test('overlays: dialog, popover, lightbox and fullscreen', async ({ open, page, watch }) => {
  await open('overlays');
  await page.locator('#dialog').click();
  await expectFound(watch, ['thumbnail', 'dialog']);
  await page.keyboard.press('Escape');
  await page.getByText('Popover', { exact: true }).click();
  await expectFound(watch, ['thumbnail', 'dialog', 'popover']);
  await page.keyboard.press('Escape');
  await page.locator('#enlarge').click();
  await expectFound(watch, ['thumbnail', 'dialog', 'popover', 'enlarged']);
  await page.locator('#lightbox').click();
  await expectFound(watch, ['thumbnail', 'dialog', 'popover']);
});

test('changing pages: navigation, a recycling list and a feed', async ({ open, page, watch }) => {
  await open('changes');
  await expectFound(watch, expectedOn('changes'));
  await page.locator('#two').click();
  await expectFound(watch, ['feed-1-0', 'two', 'row-0', 'row-1', 'row-2']);
  await page.locator('#list').evaluate((list) => list.scrollTo(0, 190 * 50));
  await expectFound(watch, ['feed-1-0', 'two', 'row-50', 'row-51', 'row-52']);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect
    .poll(async () => (await namesOf(watch)).filter((name) => name.startsWith('feed')).length)
    .toBeGreaterThan(2);
});

test('a picture opened in a tab of its own', async ({ open, server, watch }) => {
  await open(`${server.home}/open/alone~generated.png`);
  await expectFound(watch, ['alone']);
});
