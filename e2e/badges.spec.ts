import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type browser from 'webextension-polyfill';
import { cardButton, exposeLayer, readLayer } from '../tools/shadow-badges.ts';
import { expect, test } from './extension-fixture.ts';
import { centreOf, expectBadges, firstBadge, layerOf, setSettings, shownBadges } from './layer-state.ts';
import type { PageServer } from './page-server.ts';
import { photograph, upConvolved, watermark } from './pictures.ts';
import { tabIdOf } from './tab-id-of.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

const INSET = 6;
const SIZE = 'width="320" height="320"';
const FLAGGED = `<img id="picture" src="/open/badges-generated.png" ${SIZE}>`;
const PLAIN = `<img id="plain" src="/open/badges-photograph.jpg" ${SIZE}>`;

test.beforeAll(async ({ server }) => {
  server.addPicture('badges-generated.png', await upConvolved(1, 320));
  server.addPicture('badges-other.png', await upConvolved(2, 320));
  server.addPicture('badges-photograph.jpg', await photograph(3));
});
test.beforeEach(({ serviceWorker }) => setSettings(serviceWorker, {}));
test.afterAll(({ serviceWorker }) => setSettings(serviceWorker, {}));

let pageNumber = 0;
async function open(page: Page, server: PageServer, body: string): Promise<string> {
  const url = server.addPage(`/badges-${pageNumber++}`, body);
  await page.goto(url);
  return url;
}

type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Waits until the only badge is inside the corner of its picture. */
async function expectBadgeIn(page: Page, selector: string, corner: Corner = 'top-left'): Promise<void> {
  const distances = async () => {
    const [badge] = await shownBadges(page);
    const box = await page.locator(selector).boundingBox();
    if (!badge || !box) return null;
    const x = corner.endsWith('left') ? badge.x - box.x : box.x + box.width - badge.x - badge.width;
    const y = corner.startsWith('top') ? badge.y - box.y : box.y + box.height - badge.y - badge.height;
    return [Math.round(x), Math.round(y)];
  };
  await expect.poll(distances).toEqual([INSET, INSET]);
}

test.describe('place', () => {
  for (const direction of ['ltr', 'rtl']) {
    test(`any of four corners, ${direction}`, async ({ page, server, serviceWorker }) => {
      await open(
        page,
        server,
        `<script>document.documentElement.dir = '${direction}'</script>${FLAGGED}<div style="height:3000px;width:2000px"></div>`,
      );
      for (const corner of ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const) {
        await setSettings(serviceWorker, { corner });
        await expectBadgeIn(page, '#picture', corner);
      }
    });
  }

  test('a badge follows animations, transforms around its picture, and sticky places', async ({
    page,
    server,
  }) => {
    await open(
      page,
      server,
      `<style>body{margin:40px;height:3000px} #outer{transform-origin:0 0} #stuck{position:sticky;top:30px;width:320px}
        @keyframes drift{to{translate:200px 60px}}</style><div id="outer"><div id="stuck">${FLAGGED}</div><div style="height:1500px"></div></div>`,
    );
    await expectBadgeIn(page, '#picture');
    await page.evaluate(() => scrollTo(0, 400));
    await expect.poll(async () => Math.round((await shownBadges(page))[0]?.y ?? 0)).toBe(30 + INSET);
    await expectBadgeIn(page, '#picture');
    await page.evaluate(() => {
      scrollTo(0, 0);
      document.querySelector<HTMLElement>('#outer')?.style.setProperty('scale', '0.6');
    });
    await expectBadgeIn(page, '#picture');
    await page.evaluate(() => {
      const picture = document.querySelector<HTMLElement>('#picture');
      picture?.style.setProperty('animation', 'drift 0.4s forwards');
    });
    await expectBadgeIn(page, '#picture');
  });

  test('the page of places: each picture that is seen has its badge, on it', async ({ page, server }) => {
    server.addPicture('generated.png', await upConvolved(1, 320));
    await page.goto(`${server.home}/fixtures/places.html`);
    await expectBadges(page, 5);
    const boxes = await Promise.all((await page.locator('img').all()).map((image) => image.boundingBox()));
    for (const badge of await shownBadges(page)) {
      const [x, y] = centreOf(badge);
      // A moving picture goes on while it is asked about.
      const room = 30;
      const isOn = boxes.some(
        (box) =>
          box &&
          Math.abs(x - box.x - box.width / 2) < box.width / 2 + room &&
          Math.abs(y - box.y - box.height / 2) < box.height / 2 + room,
      );
      expect(isOn).toBe(true);
    }
  });

  test('a badge keeps to its picture at any zoom', async ({ page, server, serviceWorker }) => {
    await open(page, server, `<style>body{margin:40px}</style>${FLAGGED}`);
    await expectBadges(page, 1);
    const tabId = await tabIdOf(serviceWorker, page);
    for (const factor of [1.5, 0.5, 1]) {
      await serviceWorker.evaluate(([id, zoom]) => chrome.tabs.setZoom(id, zoom), [tabId, factor] as const);
      await expectBadgeIn(page, '#picture');
    }
  });

  test('a badge goes with its picture into another scroll container', async ({ page, server }) => {
    await open(
      page,
      server,
      `<style>#clip{width:200px;height:200px;overflow:hidden;margin:50px}</style>${FLAGGED}<div id="clip"></div>`,
    );
    await expectBadgeIn(page, '#picture');
    await page.evaluate(() =>
      document.querySelector('#clip')?.append(document.querySelector('#picture') ?? ''),
    );
    await expectBadgeIn(page, '#clip');
  });

  test('a badge goes when its picture has faded', async ({ page, server }) => {
    await open(page, server, `<div id="outer"><div>${FLAGGED}</div></div>`);
    await expectBadges(page, 1);
    const fade = (opacity: string) =>
      page.evaluate(
        (value) => document.querySelector<HTMLElement>('#outer')?.style.setProperty('opacity', value),
        opacity,
      );
    await fade('0.05');
    await expectBadges(page, 0);
    await fade('0.5');
    await expectBadges(page, 1);
  });

  test('of pictures that lie over each other only the front one has a badge', async ({ page, server }) => {
    const slide = 'position:absolute;left:20px;top:20px';
    await open(
      page,
      server,
      `<div style="${slide}">${FLAGGED}</div>
       <div id="next" hidden style="${slide}"><img src="/open/badges-other.png" ${SIZE}><a href="#" style="position:absolute;inset:0"></a></div>`,
    );
    const [first] = [await firstBadge(page)];
    await page.evaluate(() => document.querySelector('#next')?.removeAttribute('hidden'));
    await expect.poll(async () => (await layerOf(page)).flagged.length).toBe(2);
    await expect
      .poll(async () => (await layerOf(page)).flagged.map(({ isShown }) => isShown))
      .toEqual([false, true]);
    expect((await shownBadges(page))[0]).toMatchObject({ x: first.x, y: first.y });
  });

  test('a picture laid over another hides its badge, one that is seen through does not', async ({
    page,
    server,
  }) => {
    const empty = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
    server.addPicture('badges-watermark.png', await watermark(320));
    const over = 'style="position:absolute;inset:0;width:320px;height:320px"';
    await open(
      page,
      server,
      `<div style="position:relative;width:320px">${FLAGGED}<img ${over} src="${empty}">
       <a href="#" ${over.replace(';inset', `;background:url(${empty});inset`)}></a>
       <img ${over} src="/open/badges-watermark.png"><img id="over" hidden ${over} src="/open/badges-photograph.jpg"></div>`,
    );
    await expect.poll(async () => (await readLayer(page))?.followed).toBe(2);
    await expectBadgeIn(page, '#picture');
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card).not.toBeNull();
    await page.keyboard.press('Escape');
    await page.evaluate(() => document.querySelector('#over')?.removeAttribute('hidden'));
    await expectBadges(page, 0);
  });

  test('a panel over the whole picture hides the badge, a caption on it does not', async ({
    page,
    server,
  }) => {
    await open(
      page,
      server,
      `<div style="position:relative;width:320px">${FLAGGED}<p id="over" hidden style="position:absolute;margin:0;inset:0;background:white">Words</p></div>`,
    );
    await expectBadges(page, 1);
    await page.evaluate(() => document.querySelector('#over')?.removeAttribute('hidden'));
    await expectBadges(page, 0);
    await page.evaluate(() =>
      document.querySelector<HTMLElement>('#over')?.style.setProperty('inset', '0 0 auto'),
    );
    await expectBadges(page, 1);
  });
});

test.describe('top layer', () => {
  test('a picture that is moved into a dialog on top of others keeps its badge in sight', async ({
    page,
    server,
  }) => {
    await open(page, server, `${FLAGGED}<dialog id="first">${PLAIN}</dialog><dialog id="second"></dialog>`);
    await expectBadges(page, 1);
    await page.evaluate(() => {
      document.querySelector<HTMLDialogElement>('#first')?.showModal();
      const second = document.querySelector<HTMLDialogElement>('#second');
      second?.append(document.querySelector('#picture') ?? '');
      second?.showModal();
    });
    await expectBadgeIn(page, '#picture');
    // Only what is in front can be pressed where a page's dialog makes all else inert.
    await expect
      .poll(async () => {
        await page.mouse.click(...centreOf(await firstBadge(page)));
        return (await layerOf(page)).card !== null;
      })
      .toBe(true);
  });

  test('a picture in a popover has a badge', async ({ page, server }) => {
    await open(page, server, `<div id="pop" popover>${FLAGGED}</div>`);
    await page.evaluate(() => document.querySelector<HTMLElement>('#pop')?.showPopover());
    await expectBadgeIn(page, '#picture');
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card).not.toBeNull();
  });
});

test.describe('pages that change everything', () => {
  const CHANGES: Record<string, () => void> = {
    'removes the layer': () => document.querySelector('[data-falloff]')?.remove(),
    'replaces its body': () => {
      const body = document.createElement('body');
      body.innerHTML = document.body.innerHTML;
      document.body.replaceWith(body);
    },
    'replaces all below its root': () => {
      const body = document.createElement('body');
      body.innerHTML = document.body.innerHTML;
      document.documentElement.replaceChildren(body);
    },
    'replaces its root': () => {
      const root = document.createElement('html');
      root.innerHTML = `<body>${document.body.innerHTML}</body>`;
      document.documentElement.replaceWith(root);
    },
  };
  for (const [what, change] of Object.entries(CHANGES)) {
    test(`a page that ${what} has its badge again`, async ({ page, server }) => {
      await open(page, server, FLAGGED);
      await expectBadges(page, 1);
      await page.evaluate(change);
      await expect(page.locator('[data-falloff]')).toHaveCount(1);
      await expectBadges(page, 1);
      await expectBadgeIn(page, '#picture');
    });
  }
});

test.describe('card', () => {
  test('it gives the probability, two reasons and what can be done', async ({ page, server }) => {
    await open(page, server, FLAGGED);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    const cardWords = async () => (await layerOf(page)).card?.words ?? [];
    await expect.poll(cardWords).toContain('that a machine made it');
    const words = await cardWords();
    expect(words).toEqual(expect.arrayContaining(['Hide on this site', 'Report wrong verdict']));
    expect(words.filter((text) => / for a (machine|photograph)$/.test(text))).toHaveLength(2);
    expect(words).not.toContain('Show picture');
  });

  test('Escape gives the focus back to where it was', async ({ page, server }) => {
    await open(page, server, `<input id="field">${FLAGGED}`);
    await page.locator('#field').focus();
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card).not.toBeNull();
    await page.keyboard.press('Escape');
    expect((await layerOf(page)).card).toBeNull();
    await expect(page.locator('#field')).toBeFocused();
  });

  test('a picture whose file says that AI made it is marked, whatever its spectrum', async ({
    page,
    server,
  }) => {
    const sourceType = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><a b:DigitalSourceType="${sourceType}"/></x:xmpmeta>`;
    server.addPicture(
      'badges-declared.jpg',
      await sharp(await photograph(3))
        .withXmp(xmp)
        .jpeg()
        .toBuffer(),
    );
    await open(page, server, `<img src="/open/badges-declared.jpg" ${SIZE}>${PLAIN}`);
    expect((await firstBadge(page)).name).toBe('Made by a machine, says its file: explain');
    await page.mouse.click(...centreOf(await firstBadge(page)));
    await expect
      .poll(async () => (await layerOf(page)).card?.words)
      .toEqual(expect.arrayContaining(['The file says', 'made by AI (IPTC)', 'that a machine made it']));
  });

  test('a site can be hidden, and shown again', async ({ page, server, serviceWorker }) => {
    server.addPage('/badges-frame', FLAGGED);
    await open(
      page,
      server,
      `${FLAGGED}<iframe src="${server.foreign}/badges-frame" width="400" height="360"></iframe>`,
    );
    const [, frame] = page.frames();
    if (!frame) throw new Error('the frame is missing');
    await expectBadges(frame, 1);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    const { x, y } = await cardButton(page, 'Hide on this site');
    await page.mouse.click(x, y);
    await expectBadges(page, 0);
    // A frame belongs to the site that the reader is on.
    await expectBadges(frame, 0);
    const settings = await serviceWorker.evaluate(
      async () => (await chrome.storage.local.get('settings')).settings,
    );
    expect(settings).toMatchObject({ hiddenSites: ['localhost'] });
    await setSettings(serviceWorker, {});
    await expectBadges(page, 1);
    await expectBadges(frame, 1);
  });

  test('a wrong verdict can be reported: in a text to copy, without the picture or its address', async ({
    page,
    server,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read']);
    await open(page, server, FLAGGED);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    const { x, y } = await cardButton(page, 'Report wrong verdict');
    const opened = context.waitForEvent('page');
    await page.mouse.click(x, y);
    const inspector = await opened;
    const report = inspector.getByRole('textbox', { name: 'Report' });
    await expect(report).toBeFocused();
    await expect(report).toHaveValue(
      /^Falloff, report of a wrong verdict\n.*\nScores: .*\nAzimuthal average/s,
    );
    const text = await report.inputValue();
    expect(text).not.toMatch(/localhost|127\.0\.0\.1|badges-generated|https?:/);
    await inspector.getByRole('button', { name: 'Copy' }).click();
    await expect(inspector.getByText('Copied')).toBeVisible();
    expect(await inspector.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await inspector.close();
  });
});

test.describe('actions', () => {
  interface Sight {
    brightness: number;
    sharpness: number;
  }

  /** A part of the picture as it is on the screen. */
  async function sightOf(page: Page): Promise<Sight> {
    const box = await page.locator('#picture').boundingBox();
    if (!box) throw new Error('there is no picture');
    const clip = { x: box.x + 40, y: box.y + 40, width: 240, height: 80 };
    const { channels, sharpness } = await sharp(await page.screenshot({ clip }))
      .greyscale()
      .stats();
    return { brightness: channels[0]?.mean ?? 0, sharpness };
  }

  async function pressReveal(page: Page): Promise<void> {
    const veil = (await layerOf(page)).veils.find(({ action }) => action !== 'badge');
    if (!veil) throw new Error('there is no veil');
    await page.mouse.click(...centreOf(veil.reveal));
    await expect
      .poll(async () => (await layerOf(page)).veils.every(({ action }) => action === 'badge'))
      .toBe(true);
  }

  /** Everything about the page's own that a veil could have touched. */
  const traces = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const elements = [...document.querySelectorAll('body, img')];
      const styles = elements.map((element) => Object.entries(getComputedStyle(element)).join());
      const boxes = elements.map((element) => JSON.stringify(element.getBoundingClientRect()));
      const stack = document.elementsFromPoint(160, 160).map(({ localName }) => localName);
      return JSON.stringify([
        styles,
        boxes,
        stack,
        document.body.outerHTML,
        document.adoptedStyleSheets.length,
      ]);
    });

  for (const action of ['dim', 'blur', 'hide'] as const) {
    test(`${action}: seen by the reader, not by the page, until the picture is shown`, async ({
      page,
      server,
      serviceWorker,
    }) => {
      await open(page, server, `${FLAGGED}${PLAIN}`);
      await expectBadges(page, 1);
      const before = await traces(page);
      const bare = await sightOf(page);
      await setSettings(serviceWorker, { action });
      await expect
        .poll(async () => (await layerOf(page)).veils.map((veil) => `${veil.action} ${veil.isShown}`).sort())
        .toEqual([`${action} true`, 'badge true'].sort());
      const veiled = await sightOf(page);
      if (action === 'dim') expect(veiled.brightness).toBeLessThan(bare.brightness * 0.5);
      else expect(veiled.sharpness).toBeLessThan(bare.sharpness * 0.2);
      expect(await traces(page)).toBe(before);

      await page.evaluate(() => document.addEventListener('pointerdown', () => document.body.remove(), true));
      await pressReveal(page);
      expect(await sightOf(page)).toEqual(bare);
      expect(await traces(page)).toBe(before);
    });
  }

  test('the card covers a shown picture again, and shows it by keyboard', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await setSettings(serviceWorker, { action: 'hide' });
    await open(page, server, FLAGGED);
    await expectBadges(page, 1);
    const action = async () => (await layerOf(page)).veils[0]?.action;
    expect(await action()).toBe('hide');
    for (const wanted of ['badge', 'hide']) {
      for (const key of wanted === 'badge' ? ['Tab', 'ArrowDown'] : []) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
      for (let i = 0; i < 2; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await expect.poll(action).toBe(wanted);
    }
  });

  test('a picture that is shown stays so when it is scrolled away and back', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await setSettings(serviceWorker, { action: 'hide' });
    await open(page, server, `${FLAGGED}<div style="height:4000px"></div>`);
    await expectBadges(page, 1);
    await pressReveal(page);
    await page.evaluate(() => scrollTo(0, 3000));
    await expect.poll(async () => (await layerOf(page)).followed).toBe(0);
    await page.evaluate(() => scrollTo(0, 0));
    await expectBadges(page, 1);
    expect((await layerOf(page)).veils[0]?.action).toBe('badge');
  });

  test('a bar that floats over the picture stays in sight', async ({ page, server, serviceWorker }) => {
    await setSettings(serviceWorker, { action: 'hide' });
    await open(
      page,
      server,
      `<style>body{margin:0}</style><div style="position:fixed;top:0;left:0;right:0;height:60px;background:rgb(255,0,0)"></div>${FLAGGED}`,
    );
    await expect.poll(async () => (await readLayer(page))?.veils[0]?.action).toBe('hide');
    await expect.poll(async () => (await layerOf(page)).veils[0]?.clipPath).toMatch(/M ?0 0 ?H ?320 ?V ?60/);
    const bar = await sharp(
      await page.screenshot({ clip: { x: 20, y: 10, width: 200, height: 40 } }),
    ).stats();
    expect(bar.dominant).toMatchObject({ r: 248, g: 8, b: 8 });
  });

  test('occlusion is the same for flagged and other pictures under a veil', async ({
    page,
    server,
    serviceWorker,
  }) => {
    await setSettings(serviceWorker, { action: 'hide' });
    const probes = Array.from(
      { length: 32 },
      (_, i) => `<i style="left:${i * 10}px;top:${i * 10}px"></i>`,
    ).join('');
    await open(
      page,
      server,
      `<style>div{position:relative;width:320px;height:320px;float:left}
         i{position:absolute;width:1px;height:1px;background:red}</style>
       <div id="a">${FLAGGED}${probes}</div><div id="b">${PLAIN}${probes}</div>`,
    );
    await expectBadges(page, 1);
    await expect.poll(async () => (await layerOf(page)).veils.every(({ isShown }) => isShown)).toBe(true);
    const seen = (selector: string) =>
      page.evaluate((selector) => {
        const targets = [...document.querySelectorAll(selector)];
        const visible = new Map<Element, unknown>();
        return new Promise<unknown[]>((resolve) => {
          const observer = new IntersectionObserver(
            (entries) => {
              for (const entry of entries) visible.set(entry.target, 'isVisible' in entry && entry.isVisible);
              if (visible.size === targets.length) resolve(targets.map((target) => visible.get(target)));
            },
            { trackVisibility: true, delay: 100 } as IntersectionObserverInit,
          );
          for (const target of targets) observer.observe(target);
        });
      }, selector);
    expect(await seen('#b *')).toHaveLength(33);
    expect(await seen('#b *')).toEqual(await seen('#a *'));
  });
});

test.describe('accessibility', () => {
  test('badges and card have names and roles that axe finds no fault with', async ({ page, server }) => {
    await open(
      page,
      server,
      `<main><h1>Pictures</h1>${FLAGGED.replace('<img', '<img alt="Sea"')}${PLAIN.replace('<img', '<img alt="Hill"')}</main>`,
    );
    await expectBadges(page, 1);
    await exposeLayer(page);
    const violations = async () => {
      const { violations, passes } = await new AxeBuilder({ page }).analyze();
      const inside = passes.flatMap(({ nodes }) => nodes).filter(({ target }) => Array.isArray(target[0]));
      expect(inside.length).toBeGreaterThan(0);
      return violations;
    };
    expect(await violations()).toEqual([]);
    await page.mouse.click(...centreOf(await firstBadge(page)));
    expect((await layerOf(page)).card).not.toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('screen readers hear of flagged pictures as they come into view', async ({ page, server }) => {
    await open(page, server, `${FLAGGED}<div style="height:3000px"></div>`);
    await expectBadges(page, 1);
    await expect.poll(async () => (await layerOf(page)).news).toBe('Falloff: 1 flagged picture in view');
    const { nodes } = await (await page.context().newCDPSession(page)).send('Accessibility.getFullAXTree');
    const roles = nodes
      .filter(({ ignored }) => !ignored)
      .map(({ role, name }) => `${role?.value} ${name?.value}`);
    expect(roles).toEqual(expect.arrayContaining(['toolbar Falloff']));
    expect(roles.filter((role) => role.startsWith('status'))).toHaveLength(1);
    expect(roles.filter((role) => /^button .*: explain$/.test(role))).toHaveLength(1);
    expect(roles).toContain('StaticText Falloff: 1 flagged picture in view');
  });
});
