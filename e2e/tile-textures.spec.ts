import { expect, type Page, test } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { badPictures } from '../tools/bad-pictures.ts';
import { openSourcePage, type SourcePage } from '../tools/open-source-page.ts';
import type { Copy, Run } from './tile-textures.page.ts';

const PHOTOGRAPHS = [1, 2, 3, 4, 5, 6].map((n) => `node_modules/simplelightbox/demo/img/full/0${n}.jpg`);

let opened: SourcePage;
let page: Page;
const pictures = new Map<string, Buffer>();

test.beforeAll(async () => {
  opened = await openSourcePage('e2e/tile-textures.html', 'judge');
  page = opened.page;
  await page.route('**/pictures/*', (route) => {
    const body = pictures.get(decodeURIComponent(route.request().url().split('/').at(-1) ?? ''));
    return body ? route.fulfill({ body }) : route.abort();
  });
});
test.afterAll(() => opened.close());

test('tiles copied to a texture are those read as bytes, bit for bit', async () => {
  const photograph = (): Sharp => sharp(PHOTOGRAPHS[0]).resize(512, 384);
  const turned = [2, 3, 4, 5, 6, 7, 8].map((orientation) => `turned-by-${orientation}.jpg`);
  // Anything but opaque tiles would be left out, and a turned picture's tiles would lie elsewhere.
  const notCopied = [
    ...turned,
    'alpha.png',
    'turned-by-exif.jpg',
    'a-third-transparent.png',
    'half-transparent.png',
  ];
  for (const [i, path] of PHOTOGRAPHS.entries())
    pictures.set(`photograph-${i}.jpg`, await sharp(path).toBuffer());
  for (const [i, name] of turned.entries()) {
    pictures.set(
      name,
      await photograph()
        .withMetadata({ orientation: i + 2 })
        .jpeg()
        .toBuffer(),
    );
  }
  pictures.set('alpha.png', await photograph().ensureAlpha(0.5).png().toBuffer());
  pictures.set('wide-colours.png', await photograph().withIccProfile('p3').png().toBuffer());
  for (const { name, bytes, outcome } of await badPictures())
    if (outcome === 'measured') pictures.set(name, bytes);

  const copies: Copy[] = await page.evaluate(`compareCopies(${JSON.stringify([...pictures.keys()])})`);
  expect(copies.map(({ name, differing }) => ({ name, differing }))).toEqual(
    [...pictures.keys()].map((name) => ({ name, differing: notCopied.includes(name) ? null : 0 })),
  );
  expect(copies.find(({ name }) => name === 'photograph-0.jpg')?.tiles).toBe(16);
});

test('a picture is judged the same through textures, through bytes and after a loss', async () => {
  test.setTimeout(180_000);
  const photograph = sharp(PHOTOGRAPHS[0]);
  const crop = (width: number): Sharp =>
    photograph.clone().extract({ left: 300, top: 300, width, height: 128 });
  const flat = { create: { width: 128, height: 128, channels: 3, background: 'grey' } } as const;
  const flatTile = await sharp(flat).png().toBuffer();
  const onto = (picture: Sharp): Promise<Buffer> =>
    picture
      .composite([{ input: flatTile, left: 0, top: 0 }])
      .jpeg()
      .toBuffer();
  const own: [name: string, bytes: Buffer, tiles: number][] = [
    ['one-tile.png', await crop(128).png().toBuffer(), 1],
    ['three-tiles.jpg', await crop(384).jpeg().toBuffer(), 3],
    ['one-flat-of-three.jpg', await onto(crop(384)), 2],
    ['one-flat-of-two.jpg', await onto(crop(256)), 0],
    ['flat.png', flatTile, 0],
    ['turned.jpg', await crop(256).withMetadata({ orientation: 6 }).jpeg().toBuffer(), 2],
  ];
  for (const [name, bytes] of own) pictures.set(name, bytes);
  const judge = (way: string): Promise<Run> =>
    page.evaluate(`judge(${JSON.stringify(own.map(([name]) => name))}, '${way}')`);

  // Of every picture the tower's view is read, in one strip, besides its tiles.
  const views = own.length;
  const bytes = await judge('bytes');
  expect(bytes).toMatchObject({ copied: 0, read: views + 12, devices: 1 });
  expect(bytes.outcomes).toMatchObject(
    own.map(([, , tiles]) =>
      tiles > 0 ? { kind: 'measured', engine: 'gpu', tiles } : { kind: 'refused', reason: 'featureless' },
    ),
  );
  expect(await judge('textures')).toEqual({ ...bytes, copied: 10, read: views + 2 });
  const loss = await judge('loss');
  expect(loss.outcomes).toEqual(bytes.outcomes);
  expect(loss.devices).toBe(2);
  expect(loss.read).toBeGreaterThan(views + 2);
});
