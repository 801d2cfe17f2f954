import { watchPictures } from '../tools/watch-pictures.ts';
import { expect, test } from './extension-fixture.ts';
import { upConvolved } from './pictures.ts';

const STALLED = 9;
const SIZE = 'width="320" height="320"';

for (const by of ['page', 'background'] as const) {
  test(`pictures that a server keeps waiting hold up no others: asked for by the ${by}`, async ({
    page,
    context,
    server,
    extension,
  }) => {
    server.addPicture('generated.png', await upConvolved(1));
    // Once an origin has kept the page from reading some pictures, the background asks for the others at once.
    const refused = by === 'background' ? [1, 2, 3, 4] : [];
    const first = refused.map((n) => `<img src="${server.foreign}/closed/${n}~generated.png" ${SIZE}>`);
    const url = server.addPage(`/${by}`, `${first.join('')}<p></p>`);
    await page.goto(url);
    const watch = await watchPictures(extension);
    await watch.follow(url);
    await page.bringToFront();
    const numberOf = async (isDone: boolean): Promise<number> =>
      (await watch.pictures()).filter(({ state }) => (state === 'done') === isDone).length;
    const doneBefore = refused.length;
    await expect.poll(() => numberOf(true)).toBe(doneBefore);

    const show = (...addresses: string[]): Promise<void> =>
      page.evaluate((sources) => {
        const images = sources.map((source) => `<img src="${source}" width="100" height="100">`);
        document.querySelector('p')?.insertAdjacentHTML('beforeend', images.join(''));
      }, addresses);
    await show(
      ...Array.from({ length: STALLED }, (_, i) => `${server.foreign}/stalled/generated.png?${by}${i}`),
    );
    await expect.poll(() => numberOf(false)).toBe(STALLED);

    await show('/closed/generated.png');
    await expect.poll(() => numberOf(true)).toBe(doneBefore + 1);
    expect(await numberOf(false)).toBe(STALLED);

    const other = await context.newPage();
    const otherUrl = server.addPage(
      `/other-${by}`,
      `<img src="${server.elsewhere}/closed/generated.png" ${SIZE}>`,
    );
    await other.goto(otherUrl);
    await watch.follow(otherUrl);
    await other.bringToFront();
    await expect.poll(() => numberOf(true)).toBe(1);
    await watch.follow(url);
    await expect.poll(() => numberOf(false)).toBe(STALLED);
    await other.close();
    await watch.close();
  });
}
