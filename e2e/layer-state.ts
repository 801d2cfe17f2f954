import type { Frame, Page, Worker } from '@playwright/test';
import type browser from 'webextension-polyfill';
import { type BadgeState, type LayerState, readLayer } from '../tools/shadow-badges.ts';
import { expect } from './extension-fixture.ts';

/** The extension's own global, inside functions that run in its service worker. */
declare const chrome: typeof browser;

/** What the extension shows. @throws Error where it shows nothing */
export const layerOf = async (target: Page | Frame): Promise<LayerState> => {
  const layer = await readLayer(target);
  if (!layer) throw new Error('there is no layer');
  return layer;
};

/** Badges that a reader sees. */
export const shownBadges = async (target: Page | Frame): Promise<BadgeState[]> =>
  (await readLayer(target))?.flagged.filter(({ isShown }) => isShown) ?? [];

export async function expectBadges(target: Page | Frame, count: number): Promise<void> {
  await expect.poll(async () => (await shownBadges(target)).length, { timeout: 20_000 }).toBe(count);
}

/** The page's only badge, once it is there. */
export async function firstBadge(page: Page): Promise<BadgeState> {
  await expectBadges(page, 1);
  const [badge] = await shownBadges(page);
  if (!badge) throw new Error('there is no badge');
  return badge;
}

export const centreOf = (box: { x: number; y: number; width: number; height: number }): [number, number] => [
  box.x + box.width / 2,
  box.y + box.height / 2,
];

/** Sets what is given, and everything else as it is at first. */
export async function setSettings(serviceWorker: Worker, settings: object): Promise<void> {
  await serviceWorker.evaluate((value) => chrome.storage.local.set({ settings: value }), settings);
}
