import type { Page, Worker } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { analyzeTarget } from '../tools/analyze-target.ts';
import type { ExtensionBrowser } from '../tools/launch-extension.ts';
import { cardButton, readLayer, withShadowRoot } from '../tools/shadow-badges.ts';
import { watchPictures } from '../tools/watch-pictures.ts';
import { expect, test } from './extension-fixture.ts';
import { centreOf, expectBadges, firstBadge, layerOf, setSettings, shownBadges } from './layer-state.ts';
import type { PageServer } from './page-server.ts';
import { photograph, upConvolved } from './pictures.ts';
import { tabIdOf } from './tab-id-of.ts';

/** The extension's own global, inside functions that run in its pages and its service worker. */
declare const chrome: typeof browser;

const INSET = 6;
const SIZE = 'width="320" height="320"';

test.beforeAll(async ({ server }) => {
  for (const number of [1, 2, 3, 4, 5, 6] as const) {
    server.addPicture(`generated-${number}.png`, await upConvolved(number));
    server.addPicture(`photograph-${number}.jpg`, await photograph(number));
  }
  server.addPicture('icon.png', await upConvolved(1, 96));
});

test.beforeEach(({ serviceWorker }) => setSettings(serviceWorker, {}));

/** Paths are unique per test, so that requests can be counted. */
let pageNumber = 0;
async function open(page: Page, server: PageServer, body: string): Promise<string> {
  const url = server.addPage(`/page-${pageNumber++}`, body);
  await page.goto(url);
  return url;
}

/** Waits until the badge is inside the top left corner of its picture. */
async function expectBadgeOn(page: Page, selector: string): Promise<void> {
  await expect
    .poll(async () => {
      const [badge] = await shownBadges(page);
      const box = await page.locator(selector).boundingBox();
      return badge && box ? [Math.round(badge.x - box.x), Math.round(badge.y - box.y)] : null;
    })
    .toEqual([INSET, INSET]);
}

/** Waits until all that is found on the page that was opened last is judged for good. */
async function expectJudged(page: Page, extension: ExtensionBrowser, count: number): Promise<void> {
  const watch = await watchPictures(extension);
  await watch.follow(page.url());
  await page.bringToFront();
  const states = async () => (await watch.pictures()).map(({ state }) => state);
  await expect.poll(states, { timeout: 20_000 }).toEqual(Array.from({ length: count }, () => 'done'));
  await watch.close();
}

/** Waits until the page has painted what was done to it. */
const painted = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

async function analyzeTargetOf(serviceWorker: Worker, page: Page, srcUrl: string | null): Promise<void> {
  await analyzeTarget(serviceWorker, await tabIdOf(serviceWorker, page), srcUrl);
}

test.describe('finding', () => {
  test('pictures of a page get their badges, small ones and photographs none', async ({ page, server }) => {
    await open(
      page,
      server,
      `<img src="/open/generated-1.png" ${SIZE}><img src="/open/icon.png" ${SIZE}>
       <img src="/open/generated-2.png" width="40" height="40"><img src="/open/photograph-3.jpg" ${SIZE}>`,
    );
    await expectBadges(page, 1);
    expect((await layerOf(page)).followed).toBe(2);
  });

  test('a page without pictures is left alone', async ({ page, server }) => {
    // By the time that the frame's picture has its badge, the page around it would have had one, too.
    const frame = server.addPage('/beside', `<img src="/open/generated-1.png" ${SIZE}>`);
    const body = `<h1>Words only</h1><img src="/open/icon.png"><iframe src="${frame}" width="400" height="400">`;
    await open(page, server, `${body}</iframe>`);
    await expectBadges(page.frames()[1] ?? page, 1);
    expect(await readLayer(page)).toBeNull();
    expect(await page.evaluate(() => document.documentElement.children.length)).toBe(2);
  });

  test('a picture below the fold waits until it is scrolled to', async ({ page, server }) => {
    await open(
      page,
      server,
      `<img src="/open/photograph-3.jpg" ${SIZE}><div style="height:3000px"></div><img id="far" src="/open/generated-1.png" ${SIZE}>`,
    );
    await expect.poll(async () => (await readLayer(page))?.followed).toBe(1);
    await page.locator('#far').scrollIntoViewIfNeeded();
    await expectBadges(page, 1);
    await expectBadgeOn(page, '#far');
    await page.evaluate(() => scrollTo(0, 0));
    await expectBadges(page, 0);
  });

  test('a picture added later is found, and forgotten with its element', async ({ page, server }) => {
    await open(page, server, '<div id="place"></div>');
    await page.evaluate(() => {
      const image = new Image(320, 320);
      image.src = '/open/generated-1.png';
      document.querySelector('#place')?.append(image);
    });
    await expectBadges(page, 1);
    await page.evaluate(() => document.querySelector('#place')?.remove());
    await expect.poll(async () => (await layerOf(page)).followed).toBe(0);
  });

  test('a swapped picture is judged anew', async ({ page, server }) => {
    await open(page, server, `<img id="picture" src="/open/generated-1.png" ${SIZE}>`);
    await expectBadges(page, 1);
    await page.evaluate(() => document.querySelector('img')?.setAttribute('src', '/open/photograph-2.jpg'));
    await expectBadges(page, 0);
    await page.evaluate(() => document.querySelector('img')?.setAttribute('src', '/open/generated-2.png'));
    await expectBadges(page, 1);
  });

  test('the chosen source of a <picture> counts', async ({ page, server }) => {
    await open(
      page,
      server,
      `<picture><source srcset="/open/generated-1.png" type="image/png"><img src="/open/photograph-3.jpg" ${SIZE}></picture>`,
    );
    await expectBadges(page, 1);
  });

  test('pictures in an open shadow root are found', async ({ page, server }) => {
    await open(
      page,
      server,
      `<div id="host"><template shadowrootmode="open"><img src="/open/generated-1.png" ${SIZE}></template></div>`,
    );
    await expectBadges(page, 1);
  });

  test('pictures in frames are badged there, of this and of another site', async ({ page, server }) => {
    server.addPage('/frame', `<img src="/open/generated-1.png" ${SIZE}>`);
    const size = 'width="400" height="360"';
    await open(
      page,
      server,
      `<iframe src="/frame" ${size}></iframe><iframe src="${server.foreign}/frame" ${size}></iframe>`,
    );
    const [, own, foreign] = page.frames();
    if (!own || !foreign) throw new Error('frames are missing');
    await expectBadges(own, 1);
    await expectBadges(foreign, 1);
    expect(await readLayer(page)).toBeNull();
  });

  test('one address in several elements is asked for once', async ({ page, server, extension }) => {
    await open(page, server, `<img src="/slow/generated-6.png" ${SIZE}>`.repeat(3));
    await expectBadges(page, 3);
    expect(extension.serviceWorker.url()).toContain('chrome-extension://');
    expect(server.requestCount('/slow/generated-6.png')).toBeLessThanOrEqual(2);
  });
});

test.describe('grabbing', () => {
  test('a cached picture is not fetched again', async ({ page, server }) => {
    await open(page, server, `<img src="/closed/generated-3.png" ${SIZE}>`);
    await expectBadges(page, 1);
    expect(server.requestCount('/closed/generated-3.png')).toBe(1);
  });

  test('a foreign picture that allows it comes from the cache too', async ({ page, server }) => {
    await open(page, server, `<img src="${server.foreign}/open/generated-4.png" ${SIZE}>`);
    await expectBadges(page, 1);
    expect(server.requestCount('/open/generated-4.png')).toBe(1);
  });

  test('a foreign picture that does not allow it goes through the background', async ({ page, server }) => {
    await open(page, server, `<img src="${server.foreign}/closed/generated-4.png" ${SIZE}>`);
    await expectBadges(page, 1);
    expect(server.requestCount('/closed/generated-4.png')).toBeGreaterThan(1);
  });

  for (const manner of ['hotlink', 'missing']) {
    test(`a picture that can't be had again is judged by its pixels (${manner})`, async ({
      page,
      server,
    }) => {
      await open(page, server, `<img src="/${manner}/generated-1.png" ${SIZE}>`);
      await expectBadges(page, 1);
    });

    test(`a foreign picture that can't be had again is not judged (${manner})`, async ({
      page,
      server,
      serviceWorker,
    }) => {
      await open(
        page,
        server,
        `<img id="picture" src="${server.foreign}/${manner}/generated-1.png" ${SIZE}>`,
      );
      await expect.poll(async () => (await readLayer(page))?.followed).toBe(1);
      await page.locator('#picture').click({ button: 'right' });
      await analyzeTargetOf(serviceWorker, page, null);
      expect((await layerOf(page)).card?.name).toContain('Can’t tell');
    });
  }

  test('data: and blob: addresses are read in the page, a revoked blob by its pixels', async ({
    page,
    server,
  }) => {
    await open(page, server, '<p>Three pictures</p>');
    await page.evaluate(async () => {
      const blob = await (await fetch('/open/generated-1.png')).blob();
      const add = async (src: string): Promise<void> => {
        const image = new Image(300, 300);
        image.src = src;
        await image.decode();
        document.body.append(image);
      };
      const reader = new FileReader();
      const dataUrl = new Promise<string>((resolve) => {
        reader.onload = () => resolve(String(reader.result));
      });
      reader.readAsDataURL(blob);
      await add(await dataUrl);
      await add(URL.createObjectURL(blob));
      const revoked = URL.createObjectURL(blob);
      const image = new Image(300, 300);
      image.src = revoked;
      await image.decode();
      URL.revokeObjectURL(revoked);
      document.body.append(image);
    });
    await expectBadges(page, 3);
  });

  test('a response beyond 50 MB is not read', async ({ page, server, serviceWorker }) => {
    await open(page, server, `<img id="picture" src="/enormous/generated-1.png" ${SIZE}>`);
    await page.locator('#picture').click({ button: 'right' });
    await analyzeTargetOf(serviceWorker, page, null);
    expect((await layerOf(page)).card?.name).toContain('more than 50 MB');
  });
});

test.describe('badges', () => {
  const FRAMED = `<style>body{margin:40px}#clip{width:360px;height:360px;overflow:auto}</style>
    <img id="picture" src="/open/generated-1.png" ${SIZE}><div style="height:3000px"></div>`;

  test('a badge is 24 px wide and keeps to its picture', async ({ page, server }) => {
    await open(page, server, FRAMED);
    expect(await firstBadge(page)).toMatchObject({ width: 24, height: 24 });
    await expectBadgeOn(page, '#picture');
    await page.evaluate(() => scrollTo(0, 30));
    await expectBadgeOn(page, '#picture');
    await page.evaluate(() => document.body.style.setProperty('padding', '25px 0 0 70px'));
    await expectBadgeOn(page, '#picture');
    await page.evaluate(() =>
      document.querySelector('img')?.style.setProperty('transform', 'translate(90px, 50px)'),
    );
    await expectBadgeOn(page, '#picture');
    await page.setViewportSize({ width: 500, height: 600 });
    await expectBadgeOn(page, '#picture');
    await page.evaluate(() => document.documentElement.style.setProperty('zoom', '1.5'));
    await expectBadgeOn(page, '#picture');
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test('a badge keeps to the visible part of its picture in a scroll container', async ({ page, server }) => {
    await open(
      page,
      server,
      `<style>body{margin:40px}#clip{width:300px;height:300px;overflow:auto}</style>
       <div id="clip"><img id="picture" src="/open/generated-1.png" width="800" height="800"></div>`,
    );
    await expectBadgeOn(page, '#clip');
    await page.evaluate(() => document.querySelector('#clip')?.scrollTo(200, 200));
    await expectBadgeOn(page, '#clip');
    await page.evaluate(() => document.querySelector('#clip')?.scrollTo(0, 780));
    await expectBadgeOn(page, '#clip');
  });

  test('a badge hides with its picture and under what floats over it', async ({ page, server }) => {
    await open(
      page,
      server,
      `${FRAMED}<div id="bar" hidden style="position:fixed;inset:0;background:white"></div>`,
    );
    await expectBadges(page, 1);
    for (const property of ['opacity:0', 'visibility:hidden', 'display:none']) {
      await page.evaluate(
        (style) => document.querySelector('#picture')?.setAttribute('style', style),
        property,
      );
      await expectBadges(page, 0);
      await page.evaluate(() => document.querySelector('#picture')?.removeAttribute('style'));
      await expectBadges(page, 1);
    }
    await page.evaluate(() => document.querySelector('#bar')?.removeAttribute('hidden'));
    await expectBadges(page, 0);
  });

  test('a badge goes in the very frame in which its picture does', async ({ page, server }) => {
    // Nothing else changes its size with the picture.
    await open(
      page,
      server,
      `<div style="height:400px"><img id="picture" src="/open/generated-1.png" ${SIZE}></div>`,
    );
    await expectBadges(page, 1);
    await withShadowRoot(page, function (this: ShadowRoot) {
      const picture = document.querySelector('#picture');
      let frames = 0;
      const onFrame = (): void => {
        frames += 1;
        if (frames < 30) requestAnimationFrame(onFrame);
        // By now nothing moves any more that would be followed anyway.
        else picture?.toggleAttribute('hidden', true);
      };
      const isShown = (): boolean => this.querySelector('.badge:not([hidden])') !== null;
      // Called before the frame is painted, and after older observers.
      const sizes = new ResizeObserver(() => {
        document.body.dataset[picture?.hasAttribute('hidden') ? 'after' : 'before'] = String(isShown());
      });
      if (picture) sizes.observe(picture);
      onFrame();
    });
    await expect(page.locator('body')).toHaveAttribute('data-after', 'false');
    await expect(page.locator('body')).toHaveAttribute('data-before', 'true');
  });

  test('a picture painted by its sibling counts as shown', async ({ page, server }) => {
    const place = 'position:absolute;left:50px;top:50px;width:320px;height:320px';
    await open(
      page,
      server,
      `<div style="${place};background:url(/open/generated-1.png)"></div>
       <img id="picture" style="${place};opacity:0" src="/open/generated-1.png">`,
    );
    await expectBadgeOn(page, '#picture');
  });

  test('a strict policy of the page is no obstacle', async ({ page, server }) => {
    const policy =
      "default-src 'none'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
    await open(
      page,
      server,
      `<meta http-equiv="Content-Security-Policy" content="${policy}"><img id="picture" src="/closed/generated-6.png" ${SIZE}>`,
    );
    expect(await firstBadge(page)).toMatchObject({ width: 24, height: 24 });
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card?.x).toBeGreaterThan(320);
    expect(server.requestCount('/closed/generated-6.png')).toBe(1);
  });

  test('a picture in a tab of its own is badged', async ({ page, server }) => {
    await page.goto(`${server.home}/open/generated-2.png`);
    await expectBadgeOn(page, 'img');
  });

  test('a badge is shown over a picture in fullscreen', async ({ page, server }) => {
    await open(page, server, `<img id="picture" src="/open/generated-1.png" ${SIZE}>`);
    await page.evaluate(() => {
      const image = document.querySelector('img');
      image?.addEventListener('click', () => image.requestFullscreen());
    });
    await expectBadges(page, 1);
    await page.locator('#picture').click();
    await expect.poll(() => page.evaluate(() => document.fullscreenElement?.id)).toBe('picture');
    await expect
      .poll(async () => {
        await page.mouse.click(...centreOf(await firstBadge(page)));
        return (await layerOf(page)).card !== null;
      })
      .toBe(true);
    await page.evaluate(() => document.exitFullscreen());
  });

  test('a badge is shown over a picture in a dialog', async ({ page, server }) => {
    await open(page, server, `<dialog><img id="picture" src="/open/generated-1.png" ${SIZE}></dialog>`);
    await page.evaluate(() => document.querySelector('dialog')?.showModal());
    const [x, y] = centreOf(await firstBadge(page));
    await page.mouse.click(x, y);
    expect((await layerOf(page)).card).not.toBeNull();
  });

  test('nothing on the page moves', async ({ page, server }) => {
    const url = server.addPage(
      '/still',
      `<script>
         const shifts = [];
         const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
         observer.observe({ type: 'layout-shift', buffered: true });
       </script><p>Above</p><img src="/open/generated-1.png" ${SIZE}><p>Below</p>`,
    );
    await page.goto(url);
    const boxes = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('p, img')].map((e) => JSON.stringify(e.getBoundingClientRect())),
      );
    const before = await boxes();
    await expectBadges(page, 1);
    expect(await boxes()).toEqual(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await painted(page);
    expect(await page.evaluate('[...shifts, ...observer.takeRecords()].length')).toBe(0);
  });

  test('settings: another rate judges without analysing, off takes the badges away', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await open(page, server, `<img src="/closed/generated-5.png" ${SIZE}>`);
    await expectBadges(page, 1);
    const requests = server.requestCount('/closed/generated-5.png');
    await setSettings(serviceWorker, { enabled: true, falsePositiveRate: 0.1 });
    await expectBadges(page, 1);
    await setSettings(serviceWorker, { enabled: false });
    await expect.poll(async () => (await layerOf(page)).followed).toBe(0);
    await setSettings(serviceWorker, { enabled: true });
    await expectBadges(page, 1);
    expect(server.requestCount('/closed/generated-5.png')).toBe(requests);
  });
});

test('a script that runs twice in a page leaves it to the first, and inspectors attached to that', async ({
  page,
  server,
  serviceWorker,
  extension,
}) => {
  const url = await open(page, server, `<img src="/open/generated-1.png" ${SIZE}>`);
  await expectBadges(page, 1);
  const watch = await watchPictures(extension);
  const tabId = await watch.follow(url);
  await expect.poll(async () => (await watch.pictures()).length).toBe(1);
  await page.evaluate(() => document.querySelector('[data-falloff]')?.setAttribute('class', 'first'));
  await serviceWorker.evaluate((tabId) => {
    const files = chrome.runtime.getManifest().content_scripts?.flatMap(({ js }) => js ?? []) ?? [];
    return chrome.scripting.executeScript({ target: { tabId }, files });
  }, tabId);
  await page.bringToFront();
  await page.evaluate(() => {
    const image = new Image(320, 320);
    image.src = '/open/generated-2.png';
    document.body.append(image);
  });
  await expectBadges(page, 2);
  await expect(page.locator('[data-falloff]')).toHaveCount(1);
  await expect(page.locator('.first')).toHaveCount(1);
  await expect.poll(async () => (await watch.pictures()).map(({ state }) => state)).toEqual(['done', 'done']);
  await watch.close();
});

test.describe('what a page can find out', () => {
  const PAIR = `<img id="flagged" src="/open/generated-1.png" ${SIZE}>
    <img id="plain" src="/open/photograph-3.jpg" ${SIZE}>`;

  test('hit tests, searches and selections find no badge', async ({ page, server }) => {
    await open(page, server, PAIR);
    const [x, y] = centreOf(await firstBadge(page));
    await page.mouse.move(x, y);
    const seen = await page.evaluate(
      ([x, y]) => {
        const find = (words: string): boolean =>
          (window as unknown as { find(words: string, ...flags: boolean[]): boolean }).find(
            words,
            false,
            false,
            true,
          );
        getSelection()?.selectAllChildren(document.documentElement);
        return {
          top: document.elementFromPoint(x, y)?.id,
          stack: document.elementsFromPoint(x, y).map(({ localName }) => localName),
          selected: getSelection()?.toString().trim(),
          found: ['Likely', 'machine', 'Falloff', 'flagged'].filter(find),
          animations: document.getAnimations().length,
          active: document.activeElement?.localName,
          box: JSON.stringify(document.querySelector('[data-falloff]')?.getBoundingClientRect()),
          openRoot: document.querySelector('[data-falloff]')?.shadowRoot,
        };
      },
      [x, y] as const,
    );
    expect(seen).toMatchObject({
      top: 'flagged',
      stack: ['img', 'body', 'html'],
      selected: '',
      found: [],
      animations: 0,
      active: 'body',
      openRoot: null,
    });
    expect(JSON.parse(seen.box)).toMatchObject({ width: 0, height: 0 });
  });

  test('occlusion is the same for flagged and other pictures, to the pixel', async ({ page, server }) => {
    const probes = Array.from({ length: 40 }, (_, x) => `<i style="left:${x}px"></i>`).join('');
    await open(
      page,
      server,
      `<style>div{position:relative;width:320px;height:320px;float:left}
         i{position:absolute;top:17px;width:1px;height:2px;background:red}</style>
       <div id="flagged"><img src="/open/generated-1.png" ${SIZE}>${probes}</div>
       <div id="plain"><img src="/open/photograph-3.jpg" ${SIZE}>${probes}</div>`,
    );
    await expectBadges(page, 1);
    const seen = (selector: string) =>
      page.evaluate(async (selector) => {
        const targets = [...document.querySelectorAll(selector)];
        const visible = new Map<Element, boolean>();
        const observer = new IntersectionObserver(
          (entries) => {
            for (const entry of entries) {
              visible.set(entry.target, (entry as unknown as { isVisible: boolean }).isVisible);
            }
          },
          { trackVisibility: true, delay: 100 } as IntersectionObserverInit,
        );
        for (const target of targets) observer.observe(target);
        await new Promise((resolve) => setTimeout(resolve, 600));
        observer.disconnect();
        return targets.map((target) => visible.get(target));
      }, selector);
    const flagged = await seen('#flagged *');
    expect(flagged).toContain(true);
    expect(flagged).toContain(false);
    expect(await seen('#plain *')).toEqual(flagged);
  });

  test('the layer element is the same whatever was found', async ({ page, server, extension }) => {
    const hosts: (string | undefined)[] = [];
    for (const picture of ['generated-1.png', 'photograph-3.jpg']) {
      await open(page, server, `<img src="/open/${picture}" ${SIZE}>`);
      await expectJudged(page, extension, 1);
      hosts.push(await page.evaluate(() => document.querySelector('[data-falloff]')?.outerHTML));
    }
    expect(hosts[0]).toBeTruthy();
    expect(hosts[0]).toBe(hosts[1]);
  });

  test('the tab stop is the same whether or not anything is flagged', async ({ page, server, extension }) => {
    for (const picture of ['generated-1.png', 'photograph-3.jpg']) {
      await open(page, server, `<a href="#">Link</a><img src="/open/${picture}" ${SIZE}>`);
      await expectJudged(page, extension, 1);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-falloff'))).toBe(true);
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-falloff'))).toBe(false);
    }
  });
});

test.describe('using a badge', () => {
  const RECORDED = [
    'pointerdown',
    'mousedown',
    'pointerup',
    'mouseup',
    'click',
    'keydown',
    'keyup',
    'focusin',
    'focusout',
  ];
  const LINKED = `<a id="link" href="#followed"><img id="picture" src="/open/generated-1.png" ${SIZE}></a>`;

  /** Records what the page gets to see, by listeners in the capture phase of its document. */
  async function record(page: Page): Promise<void> {
    await page.evaluate((types) => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      for (const type of types) document.addEventListener(type, () => seen.push(type), true);
    }, RECORDED);
  }
  const recorded = (page: Page): Promise<string[]> => page.evaluate('window.seen') as Promise<string[]>;

  test('a click on a badge opens the card, and the page sees nothing of it', async ({ page, server }) => {
    await open(page, server, LINKED);
    const [x, y] = centreOf(await firstBadge(page));
    await record(page);
    await page.mouse.click(x, y);
    expect((await layerOf(page)).card?.words).toEqual(expect.arrayContaining(['Open inspector', 'Close']));
    await expect.poll(async () => (await layerOf(page)).card?.words.join(' ')).toContain('does not mean');
    expect(await recorded(page)).toEqual([]);
    expect(page.url()).not.toContain('#followed');
    const close = await cardButton(page, 'Close');
    await page.mouse.click(close.x, close.y);
    expect((await layerOf(page)).card).toBeNull();
    expect(await recorded(page)).toEqual([]);
  });

  test('a click beside the card closes it', async ({ page, server }) => {
    await open(page, server, LINKED);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card).not.toBeNull();
    await page.mouse.click(1000, 600);
    expect((await layerOf(page)).card).toBeNull();
  });

  test("the rest of the picture is the page's", async ({ page, server }) => {
    await open(page, server, LINKED);
    await expectBadges(page, 1);
    await record(page);
    await page.locator('#picture').click();
    expect(page.url()).toContain('#followed');
    expect(await recorded(page)).toContain('click');
    expect((await layerOf(page)).card).toBeNull();
  });

  test('a page cannot click a badge', async ({ page, server }) => {
    await open(page, server, LINKED);
    const [x, y] = centreOf(await firstBadge(page));
    await page.evaluate(
      ([clientX, clientY]) => {
        const targets = [document.querySelector('#picture'), document.querySelector('[data-falloff]')];
        for (const target of targets) {
          for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
            const kind = type.startsWith('pointer') ? PointerEvent : MouseEvent;
            const options = { clientX, clientY, bubbles: true, composed: true, isPrimary: true, detail: 1 };
            target?.dispatchEvent(new kind(type, options));
          }
        }
      },
      [x, y] as const,
    );
    await painted(page);
    expect((await layerOf(page)).card).toBeNull();
  });

  test('the keyboard reaches badge, card and back', async ({ page, server }) => {
    await open(page, server, LINKED);
    await expectBadges(page, 1);
    await record(page);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect((await layerOf(page)).focused).toContain('1 flagged picture in view');
    const seen = (await recorded(page)).length;
    await page.keyboard.press('ArrowRight');
    expect((await layerOf(page)).focused).toMatch(
      /^(Likely made by a machine|Suspicious), (over )?\d+\u202f%: explain$/,
    );
    await page.keyboard.press('Enter');
    expect((await layerOf(page)).card).not.toBeNull();
    await page.keyboard.press('Escape');
    const { card, focused } = await layerOf(page);
    expect(card).toBeNull();
    expect(focused).toContain(': explain');
    expect(await recorded(page)).toHaveLength(seen);
  });

  test('the inspector opens on the chosen picture', async ({ page, server, context }) => {
    await open(page, server, LINKED);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    const { x, y } = await cardButton(page, 'Open inspector');
    const opened = context.waitForEvent('page');
    await page.mouse.click(x, y);
    const inspector = await opened;
    expect(inspector.url()).toMatch(/^chrome-extension:/);
    await inspector.close();
  });
});

test.describe('on request', () => {
  test('any picture under the right click is explained, flagged or not', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await open(
      page,
      server,
      `<div style="position:relative;width:320px"><img src="/open/photograph-3.jpg" ${SIZE}>
       <a href="#" id="cover" style="position:absolute;inset:0"></a></div><img id="icon" src="/open/icon.png">`,
    );
    await page.locator('#cover').click({ button: 'right' });
    await analyzeTargetOf(serviceWorker, page, null);
    await expect.poll(async () => (await layerOf(page)).card?.verdict).not.toBe('pending');
    await page.keyboard.press('Escape');
    await page.locator('#icon').click({ button: 'right' });
    await analyzeTargetOf(serviceWorker, page, `${server.home}/open/icon.png`);
    expect((await layerOf(page)).card).not.toBeNull();
  });

  test('it works while browsing unwatched, and for what is no <img>', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await setSettings(serviceWorker, { enabled: false });
    await open(page, server, `<input id="button" type="image" src="/open/generated-1.png" ${SIZE}>`);
    // By the time that it has answered, it would long have begun to look for pictures.
    const tabId = await tabIdOf(serviceWorker, page);
    const asked = { name: 'content/analyze-video', request: {} };
    await expect(() =>
      serviceWorker.evaluate(([id, message]) => chrome.tabs.sendMessage(id, message), [
        tabId,
        asked,
      ] as const),
    ).toPass();
    await painted(page);
    expect(await readLayer(page)).toBeNull();
    await page.locator('#button').click({ button: 'right' });
    await analyzeTargetOf(serviceWorker, page, `${server.home}/open/generated-1.png`);
    const { card, followed } = await layerOf(page);
    expect(card?.verdict).toMatch(/generated|suspicious/);
    expect(followed).toBe(0);
  });
});

test.describe('reporting', () => {
  test('the toolbar counts flagged pictures', async ({ page, server, serviceWorker }) => {
    await open(
      page,
      server,
      `<img src="/open/generated-1.png" ${SIZE}><img src="/open/generated-2.png" ${SIZE}>`,
    );
    await expectBadges(page, 2);
    const tabId = await tabIdOf(serviceWorker, page);
    const count = () => serviceWorker.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId);
    await expect.poll(count).toBe('2');
    await page.evaluate(() => document.querySelector('img')?.remove());
    await expect.poll(count).toBe('1');
  });

  test('the toolbar forgets frames with their page, and those that go before it', async ({
    page,
    server,
    serviceWorker,
  }) => {
    const frameOf = (...numbers: number[]): string => {
      const images = numbers.map((number) => `<img src="/open/generated-${number}.png" ${SIZE}>`);
      const url = server.addPage(`/counted-${numbers}`, images.join(''));
      return `<iframe src="${url}" width="800" height="360"></iframe>`;
    };
    await open(page, server, frameOf(1, 2));
    const tabId = await tabIdOf(serviceWorker, page);
    const expectCount = (text: string): Promise<void> =>
      expect
        .poll(() => serviceWorker.evaluate((tabId) => chrome.action.getBadgeText({ tabId }), tabId))
        .toBe(text);
    await expectCount('2');
    await open(page, server, frameOf(3));
    await expectCount('1');
    await open(page, server, `<img src="/open/generated-1.png" ${SIZE}>${frameOf(4)}`);
    await expectCount('2');
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    await expectCount('1');
  });

  test('an inspector hears of all pictures and their changes', async ({
    page,
    context,
    server,
    serviceWorker,
    extensionId,
  }) => {
    await open(
      page,
      server,
      `<img src="/open/generated-1.png" ${SIZE}><img src="/open/photograph-3.jpg" ${SIZE}>`,
    );
    await expectBadges(page, 1);
    const tabId = await tabIdOf(serviceWorker, page);
    const inspector = await context.newPage();
    await inspector.goto(`chrome-extension://${extensionId}/src/popup/index.html`);
    await inspector.evaluate((tabId) => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      chrome.tabs
        .connect(tabId, { name: 'inspector', frameId: 0 })
        .onMessage.addListener((message) => heard.push(message));
    }, tabId);
    const heard = () =>
      inspector.evaluate('window.heard') as Promise<
        { kind: string; id?: string; picture?: { id: string; label: string; state: string } }[]
      >;
    await expect.poll(async () => (await heard()).length).toBe(2);
    const [first] = await heard();
    expect(first).toMatchObject({ kind: 'picture', picture: { state: 'done' } });
    expect(first?.picture?.label).toMatch(/^localhost:\d+\/generated-1\.png$/);
    await page.evaluate(() => document.querySelector('img')?.remove());
    await expect.poll(async () => (await heard()).at(-1)).toEqual({ kind: 'gone', id: first?.picture?.id });
    await inspector.close();
  });
});
