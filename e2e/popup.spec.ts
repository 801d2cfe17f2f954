import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type browser from 'webextension-polyfill';
import { test as base, expect } from './extension-fixture.ts';
import { photograph, upConvolved } from './pictures.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

const PICTURES = ['popup-photograph.jpg', 'popup-portrait.jpg', 'popup-generated.png', 'popup-flat.png'];
const FLAT_REFUSAL = 'Can’t tell: too little of it has any texture to measure';

interface Inspected {
  target: Page;
  inspector: Page;
}

interface Pages {
  /** Addresses of a page with all pictures and of one without any. */
  gallery: string;
  bare: string;
}

const test = base.extend<
  { inspect: (url: string) => Promise<Inspected>; gallery: Inspected },
  { pages: Pages }
>({
  pages: [
    async ({ server }, use) => {
      const [first, second, generated, flat] = PICTURES;
      server.addPicture(first, await photograph(1));
      server.addPicture(second, await photograph(2, 480));
      server.addPicture(generated, await upConvolved(3));
      server.addPicture(flat, await flatPicture());
      const images = PICTURES.map((name) => `<img src="/open/${name}" width="150" height="150" alt="">`);
      await use({
        gallery: server.addPage('/popup/gallery', images.join('\n')),
        bare: server.addPage('/popup/bare', '<p>Words only.</p>'),
      });
    },
    { scope: 'worker' },
  ],
  /** Opens a page and, on its tab, the inspector in a tab of its own. */
  inspect: async ({ context, serviceWorker, extensionId }, use) => {
    const opened: Page[] = [];
    const open = async (url: string): Promise<Page> => {
      const page = await context.newPage();
      opened.push(page);
      await page.goto(url);
      return page;
    };
    await use(async (url) => {
      const target = await open(url);
      const tab = await serviceWorker.evaluate(
        async () => (await chrome.tabs.query({ active: true }))[0]?.id,
      );
      const inspector = await open(`chrome-extension://${extensionId}/src/popup/index.html?tab=${tab}`);
      return { target, inspector };
    });
    for (const page of opened) await page.close();
    await serviceWorker.evaluate(() => chrome.storage.local.remove('settings'));
  },
  /** The page with all pictures, once they have been judged, under the inspector. */
  gallery: async ({ inspect, pages }, use) => {
    const inspected = await inspect(pages.gallery);
    const { target, inspector } = inspected;
    // Pictures are judged once they are in view, which those of a tab in the background never are.
    await target.bringToFront();
    await expect(rows(inspector)).toHaveCount(PICTURES.length);
    await expect(inspector.getByText(/^(Waiting|Being analysed)$/)).toHaveCount(0, { timeout: 20_000 });
    await inspector.bringToFront();
    await use(inspected);
  },
});

const flatPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 320, height: 320, channels: 3, background: '#7a8b9c' } })
    .png()
    .toBuffer();

const rows = (inspector: Page) =>
  inspector.getByRole('region', { name: 'Pictures on this page' }).getByRole('listitem');

/** The per cents in the list, in its order; null where a picture has none. */
async function shares(inspector: Page): Promise<(number | null)[]> {
  const texts = await rows(inspector).allInnerTexts();
  return texts.map((text) => {
    const [share, digits] = /(\d+)\u202f%/.exec(text) ?? [];
    return share === undefined ? null : Number(digits);
  });
}

test('lists the pictures of a page, most suspicious first, and those without a verdict last', async ({
  gallery: { inspector },
}) => {
  const listed = await shares(inspector);
  const judged = listed.filter((share) => share !== null);
  expect(listed.slice(judged.length)).toEqual([null]);
  expect(judged).toEqual([...judged].sort((a, b) => b - a));
  await expect(rows(inspector).last()).toContainText('Can’t tell');
  await expect(rows(inspector).first().locator('img')).toHaveJSProperty('complete', true);
});

test('shows what a verdict rests on, and lets the spectrum be read by keyboard', async ({
  gallery: { inspector },
}) => {
  await rows(inspector).first().getByRole('button').click();
  const detail = inspector.getByRole('region', { name: 'Chosen picture' });
  await expect(detail.getByRole('meter')).toHaveAttribute('aria-valuenow', /^\d+$/);
  await expect(detail.getByText(/of real photographs score this high/)).toBeVisible();
  await expect(detail.getByText(/^[0-5] of 5$/)).toBeVisible();
  await expect(detail.getByText(/^\d+ tiles? of 256 × 256 pixels$/)).toBeVisible();
  await expect(detail.getByText(/^\d+ × \d+ pixels$/)).toBeVisible();
  await expect(
    detail.getByRole('img', { name: 'Radial spectrum of the picture' }),
  ).toHaveAccessibleDescription(/ band /);
  await detail.getByRole('slider').press('End');
  await expect(detail.getByText(/^0\.70 cycles\/pixel: .*dB; photographs/)).toBeVisible();
});

test('a picture that cannot be judged is given a reason and no numbers', async ({
  gallery: { inspector },
}) => {
  await rows(inspector).last().getByRole('button').click();
  const detail = inspector.getByRole('region', { name: 'Chosen picture' });
  await expect(detail.getByRole('heading', { name: FLAT_REFUSAL })).toBeVisible();
  await expect(detail.getByRole('meter')).toHaveCount(0);
  await expect(detail.getByRole('img', { name: 'Radial spectrum' })).toHaveCount(0);
});

test('the arrow keys walk the list, of which Tab reaches one picture', async ({ gallery: { inspector } }) => {
  const buttons = rows(inspector).getByRole('button');
  await expect(inspector.locator('#list button[tabindex="0"]')).toHaveCount(1);
  await buttons.first().focus();
  await inspector.keyboard.press('ArrowDown');
  await expect(buttons.nth(1)).toBeFocused();
  await inspector.keyboard.press('End');
  await expect(buttons.last()).toBeFocused();
  await inspector.keyboard.press('Enter');
  await expect(inspector.getByRole('heading', { name: FLAT_REFUSAL })).toBeVisible();
});

test('settings are kept, and verdicts follow them at once', async ({
  gallery: { inspector },
  serviceWorker,
}) => {
  const flagged = async (): Promise<number> =>
    Number.parseInt((await inspector.locator('#count').textContent()) ?? '', 10);
  const rate = inspector.getByLabel('Flag at most');
  const stored = () =>
    serviceWorker.evaluate(async () => (await chrome.storage.local.get('settings')).settings);

  // Again where a verdict was still being refined meanwhile.
  await expect(async () => {
    await rate.selectOption({ value: '0.005' });
    await expect.poll(stored).toMatchObject({ falsePositiveRate: 0.005 });
    const strictly = await flagged();
    await rate.selectOption({ value: '0.1' });
    await expect.poll(stored).toMatchObject({ falsePositiveRate: 0.1 });
    await expect.poll(flagged, { timeout: 1_000 }).toBeGreaterThanOrEqual(strictly);
  }).toPass();
  await rows(inspector).first().getByRole('button').click();
  await expect(inspector.getByText(/Your limit is 10\u202f%/)).toBeVisible();

  await inspector.getByRole('switch', { name: 'Check pictures while browsing' }).uncheck();
  await expect.poll(stored).toMatchObject({ enabled: false });
});

test('the site of the page can be hidden, and shown again', async ({
  gallery: { inspector },
  serviceWorker,
}) => {
  const site = inspector.getByRole('switch', { name: 'Check pictures on localhost' });
  const hidden = () =>
    serviceWorker.evaluate(async () => {
      const { settings } = await chrome.storage.local.get('settings');
      return (settings as { hiddenSites?: string[] } | undefined)?.hiddenSites;
    });
  await site.uncheck();
  await expect.poll(hidden).toEqual(['localhost']);
  await expect(inspector.getByRole('heading', { name: 'Checking is switched off' })).toBeVisible();
  await site.check();
  await expect.poll(hidden).toEqual([]);
});

test('follows its tab to another page, and says when it is closed', async ({ gallery, pages }) => {
  const { target, inspector } = gallery;
  await target.goto(pages.bare);
  await expect(inspector.getByRole('heading', { name: 'No pictures to check' })).toBeVisible();
  await target.bringToFront();
  await target.goto(pages.gallery);
  await expect(rows(inspector)).toHaveCount(PICTURES.length);
  await target.close();
  await expect(inspector.getByRole('heading', { name: 'The tab was closed' })).toBeVisible();
});

test('learns of pictures in a frame that comes later, and that they go with it', async ({
  inspect,
  pages,
}) => {
  const { target, inspector } = await inspect(pages.bare);
  await expect(inspector.getByRole('heading', { name: 'No pictures to check' })).toBeVisible();
  await target.bringToFront();
  await target.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    frame.width = '700';
    frame.height = '400';
    document.body.append(frame);
  }, pages.gallery);
  await expect(rows(inspector)).toHaveCount(PICTURES.length);
  await target.evaluate(() => document.querySelector('iframe')?.remove());
  await expect(rows(inspector)).toHaveCount(0);
});

test('says that it cannot look into a page of the browser', async ({ inspect }) => {
  const { inspector } = await inspect('chrome://version');
  await expect(inspector.getByRole('heading', { name: 'Falloff can’t look into this page' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility fault that axe finds, ${colorScheme}`, async ({ gallery: { inspector } }) => {
    await inspector.emulateMedia({ colorScheme });
    await rows(inspector).first().getByRole('button').click();
    // axe's other mode opens a page of its own, which an extension's policy does not let it use.
    const { violations } = await new AxeBuilder({ page: inspector }).setLegacyMode().analyze();
    expect(violations).toEqual([]);
  });
}
