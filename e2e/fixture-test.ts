import { type PictureWatch, watchPictures } from '../tools/watch-pictures.ts';
import { test as base, expect } from './extension-fixture.ts';
import { upConvolved } from './pictures.ts';

interface OpenFixture {
  /** Opens a fixture of `pages/`, or whatever is at an address. */
  open(nameOrAddress: string): Promise<void>;
}

/** `test` with the fixtures' pages, and what the extension says of the pictures of the one that was opened last. */
export const test = base.extend<OpenFixture, { watch: PictureWatch }>({
  watch: [
    async ({ extension, server }, use) => {
      server.addPicture('generated.png', await upConvolved(1, 320));
      server.addPicture('icon.png', await upConvolved(1, 96));
      const watch = await watchPictures(extension);
      await use(watch);
      await watch.close();
    },
    { scope: 'worker' },
  ],
  open: ({ page, server, watch }, use) =>
    use(async (name) => {
      await page.goto(name.startsWith('http') ? name : `${server.home}/fixtures/${name}.html`);
      await watch.follow(page.url());
      await page.bringToFront();
    }),
});

/** What comes before the `~` of a picture's address. */
const nameOf = ({ label }: { label: string }): string => label.replace(/^.*\/|~.*$/g, '');

/** The pictures found, in alphabetical order. */
export const namesOf = async (watch: PictureWatch): Promise<string[]> =>
  (await watch.pictures()).map(nameOf).sort();

/** Waits until just these pictures are found, and all but the unreadable ones judged. */
export async function expectFound(
  watch: PictureWatch,
  expected: readonly string[],
  unreadable: readonly string[] = [],
): Promise<void> {
  await expect.poll(() => namesOf(watch)).toEqual(expected.toSorted());
  const judged = async (): Promise<string[]> =>
    (await watch.pictures())
      .filter(({ analysis }) => analysis?.outcome.kind === 'measured')
      .map(nameOf)
      .sort();
  await expect.poll(judged).toEqual(expected.filter((name) => !unreadable.includes(name)).sort());
}
