import type { Page } from '@playwright/test';
import type { PageServer } from '../../e2e/page-server.ts';
import type { PagePicture } from './page-pictures.ts';

/** A page that is driven as its readers would. */
export interface LoadPage {
  name: string;
  title: string;
  /** What a reader who clicks through should look for. */
  lookFor: string;
  pictures: PagePicture[];
  /** Those of a foreign server that lets nobody but `<img>` have them. */
  unreadable: PagePicture[];
  /** The page's body; a picture's address is the server's to say. */
  body(server: PageServer): string;
  /** Scrolls and clicks; returns when everything has been shown. */
  drive(page: Page): Promise<void>;
}

export const STYLE = `
  :root { font: 15px/1.4 system-ui, sans-serif; }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 1200px; padding: 56px 16px 16px; }
  header { position: fixed; inset: 0 0 auto; height: 48px; padding: 12px 16px; background: #fff; z-index: 5;
    border-bottom: 1px solid #ccc; }
  img { display: block; background: #eee; }
  .grid { display: grid; gap: 16px; }
`;

export const image = (address: string, { width, height }: PagePicture, attributes = ''): string =>
  `<img src="${address}" width="${width}" height="${height}" ${attributes}>`;

const STEP = 300;
const PACE_MS = 120;

/** Scrolls to the end of the page, and of what it loads meanwhile, at a hasty reader's pace. */
export async function scrollDown(page: Page, isComplete = 'true'): Promise<void> {
  await page.mouse.move(600, 400);
  const isAtEnd = `(${isComplete}) && scrollY + innerHeight >= document.documentElement.scrollHeight - 2`;
  while (!(await page.evaluate<boolean>(isAtEnd))) {
    await page.mouse.wheel(0, STEP);
    await page.waitForTimeout(PACE_MS);
  }
}

/** Waits as long as a reader looks at what has just changed. */
export const look = (page: Page): Promise<void> => page.waitForTimeout(1_000);
