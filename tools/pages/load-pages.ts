import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { image, type LoadPage, look, STYLE, scrollDown } from './load-page.ts';
import { pagePictures } from './page-pictures.ts';

const require = createRequire(import.meta.url);
const lightbox = (file: string): string =>
  readFileSync(join(dirname(require.resolve('simplelightbox/package.json')), 'dist', file), 'utf8');

/** How much there is on the pages. */
interface PageSizes {
  feed: number;
  others: number;
  /** Seconds for which nodes are mutated. */
  mutating: number;
}
const FULL: PageSizes = { feed: 500, others: 48, mutating: 10 };
const SHORT: PageSizes = { feed: 60, others: 16, mutating: 3 };
const SHOWN: PageSizes = { feed: 60, others: 24, mutating: 30 };

/** The pages that readers know an extension by. */
const ALL = [feed, news, search, shop, gallery, mutating];

/** In full; as much as it takes to see whether anything has broken; or to look at. */
export function loadPages(kind: 'full' | 'short' | 'shown'): LoadPage[] {
  if (kind === 'short') return [feed, news, mutating].map((create) => create(SHORT));
  return ALL.map((create) => create(kind === 'full' ? FULL : SHOWN));
}

/** Three columns that grow by 30 pictures whenever their end comes near. */
function feed({ feed: count }: PageSizes): LoadPage {
  const pictures = pagePictures('feed', count, 400, 300);
  return {
    name: 'feed',
    title: 'Feed',
    lookFor: 'Marks keep to their pictures while the page scrolls and grows.',
    pictures,
    unreadable: [],
    body: ({
      home,
    }) => `<style>${STYLE} .grid { grid-template-columns: repeat(3, 1fr) } img { width: 100%; height: auto }</style>
      <header>Feed</header><main class="grid"></main><div id="end" style="height: 1px"></div>
      <script>
        const names = ${JSON.stringify(pictures.map(({ name }) => name))};
        function more() {
          for (const name of names.splice(0, 30)) {
            const post = document.createElement('article');
            post.innerHTML = '<p>Somebody posted</p><img loading="lazy" width="400" height="300"><p>12 likes</p>';
            post.querySelector('img').src = '${home}/open/' + name;
            document.querySelector('main').append(post);
          }
        }
        new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && more(), { rootMargin: '800px' })
          .observe(document.querySelector('#end'));
        setInterval(() => { if (scrollY + 2000 > document.documentElement.scrollHeight) more(); }, 200);
      </script>`,
    async drive(page) {
      await look(page);
      await scrollDown(page, 'names.length === 0');
    },
  };
}

/** A front page: a background as its lead, teasers of several sizes, icons, and advertisements of a foreign site. */
function news({ others }: PageSizes): LoadPage {
  const [lead] = pagePictures('news', 1, 1000, 500);
  const teasers = pagePictures('news', others, 320, 240);
  const advertisements = pagePictures('news', 4, 300, 250);
  const icons = pagePictures('news', 6, 48, 48).map((icon) => ({ ...icon, isUpConvolved: false }));
  return {
    name: 'news',
    title: 'News',
    lookFor: 'Marks on the lead, which is a background, on teasers and on advertisements of another site.',
    pictures: [lead, ...teasers, ...advertisements, ...icons],
    unreadable: advertisements,
    body: ({ home, foreign }) => `<style>${STYLE}
        #lead { height: 500px; background: url(${home}/closed/${lead.name}) center / cover; color: #fff; padding: 24px }
        main { grid-template-columns: repeat(4, 1fr) } main img { width: 100%; height: auto }
        main article:nth-child(5n) { grid-column: span 2 } aside { display: flex; gap: 16px }</style>
      <header>News ${icons.map((icon) => image(`${home}/closed/${icon.name}`, icon, 'hidden')).join('')}</header>
      <section id="lead" data-picture="${lead.name}"><h1>What happened today</h1></section>
      <nav style="display: flex">${icons.map((icon) => image(`${home}/closed/${icon.name}`, icon)).join('')}</nav>
      <main class="grid">${teasers
        .map(
          (teaser) =>
            `<article><a href="#">${image(`${home}/closed/${teaser.name}`, teaser)}<h3>News</h3></a></article>`,
        )
        .join('')}</main>
      <aside>${advertisements.map((one) => image(`${foreign}/closed/${one.name}`, one)).join('')}</aside>`,
    async drive(page) {
      await look(page);
      await scrollDown(page);
      await look(page);
      await page.evaluate(() => scrollTo(0, 0));
      await look(page);
    },
  };
}

/** Thumbnails from a foreign server that lets everybody read, and a large picture beside them for the one clicked. */
function search({ others }: PageSizes): LoadPage {
  const thumbnails = pagePictures('search', others, 260, 200);
  const large = pagePictures('search', 3, 640, 480);
  return {
    name: 'search',
    title: 'Image search',
    lookFor: 'A thumbnail pressed shows a large picture beside the others, with a mark of its own.',
    pictures: [...thumbnails, ...large],
    unreadable: [],
    body: ({
      foreign,
    }) => `<style>${STYLE} main { grid-template-columns: repeat(4, 1fr); margin-inline-end: 340px }
        main img { width: 100%; height: auto } #panel { position: fixed; inset: 48px 0 0 auto; width: 340px; background: #fff }
        #panel img { width: 100%; height: auto }</style>
      <header>Search</header><div id="panel"></div>
      <main class="grid">${thumbnails.map((one) => image(`${foreign}/open/${one.name}`, one)).join('')}</main>
      <script>
        const large = ${JSON.stringify(large.map(({ name }) => `${foreign}/open/${name}`))};
        document.querySelector('main').addEventListener('click', () => {
          const image = new Image(640, 480);
          image.src = large[0];
          large.push(large.shift());
          document.querySelector('#panel').replaceChildren(image);
        });
      </script>`,
    async drive(page) {
      await look(page);
      for (const i of large.keys()) {
        await page.mouse.click(300, 300 + 20 * i);
        await look(page);
      }
      await scrollDown(page);
      await look(page);
    },
  };
}

/** Product cards with two formats each, a second picture where the pointer is, and another order on request. */
function shop({ others }: PageSizes): LoadPage {
  const products = pagePictures('shop', others, 280, 280);
  const seconds = pagePictures('shop', 4, 281, 280);
  return {
    name: 'shop',
    title: 'Shop',
    lookFor: 'Marks go and come where the pointer swaps pictures, and follow when the order changes.',
    pictures: [...products, ...seconds],
    unreadable: [],
    body: ({
      home,
    }) => `<style>${STYLE} main { grid-template-columns: repeat(4, 1fr) } main img { width: 100%; height: auto }</style>
      <header><button>By price</button></header>
      <main class="grid">${products
        .map((product, i) => {
          const second = seconds[i] ? `data-second="${home}/closed/${seconds[i].name}"` : '';
          return `<article><picture><source srcset="${home}/closed/${product.name}" type="image/jpeg">${image(
            `${home}/closed/none.png`,
            product,
            second,
          )}</picture><p>Thing ${i}</p></article>`;
        })
        .join('')}</main>
      <script>
        for (const image of document.querySelectorAll('[data-second]'))
          image.addEventListener('pointerenter', () => { image.previousElementSibling.srcset = image.dataset.second; });
        document.querySelector('button').addEventListener('click', () => {
          const main = document.querySelector('main');
          main.replaceChildren(...[...main.children].reverse());
        });
      </script>`,
    async drive(page) {
      await look(page);
      for (const i of seconds.keys()) {
        await page.mouse.move(150 + i * 295, 200);
        await look(page);
      }
      await page.mouse.click(60, 24);
      await look(page);
      await scrollDown(page);
      await look(page);
    },
  };
}

/** A lightbox of others over thumbnails. */
function gallery({ others }: PageSizes): LoadPage {
  const thumbnails = pagePictures('gallery', Math.ceil(others / 2), 240, 180);
  const large = pagePictures('gallery', thumbnails.length, 960, 720);
  return {
    name: 'gallery',
    title: 'Gallery',
    lookFor: 'A press opens the lightbox: the marks below it are gone, the large picture has its own.',
    pictures: [...thumbnails, ...large],
    unreadable: [],
    body: ({
      home,
    }) => `<style>${STYLE} ${lightbox('simple-lightbox.min.css')} main { grid-template-columns: repeat(4, 1fr) }</style>
      <header>Gallery</header>
      <main class="grid">${thumbnails
        .map(
          (one, i) => `<a href="${home}/open/${large[i].name}">${image(`${home}/open/${one.name}`, one)}</a>`,
        )
        .join('')}</main>
      <script>${lightbox('simple-lightbox.min.js')}</script>
      <script>new SimpleLightbox('main a', { preloading: false })</script>`,
    async drive(page) {
      await look(page);
      await page.locator('main a').first().click();
      await look(page);
      for (let i = 0; i < 3; i++) {
        await page.locator('.sl-next').click();
        await look(page);
      }
      await page.keyboard.press('Escape');
      await look(page);
      await scrollDown(page);
      await look(page);
    },
  };
}

/** 1,000 nodes changed a second, in every way that there is, among pictures that stay and two a second that are swapped. */
function mutating({ mutating: seconds }: PageSizes): LoadPage {
  const pictures = pagePictures('mutating', 12 + 2 * seconds, 240, 180);
  return {
    name: 'mutating',
    title: 'Ticker',
    lookFor: 'A thousand nodes change each second; the marks stay, and the page as smooth as without them.',
    pictures,
    unreadable: [],
    body: ({
      home,
    }) => `<style>${STYLE} main { grid-template-columns: repeat(4, 1fr) } ul { display: flex; flex-wrap: wrap; padding: 0 }
        li { width: 58px; height: 18px; overflow: hidden; list-style: none } .odd { color: #05c; font-weight: 600 }</style>
      <header>Ticker</header>
      <main class="grid">${pictures
        .slice(0, 12)
        .map((one) => image(`${home}/open/${one.name}`, one))
        .join('')}</main><ul></ul>
      <script>
        const list = document.querySelector('ul');
        const images = document.querySelectorAll('img');
        const more = ${JSON.stringify(pictures.slice(12).map(({ name }) => `${home}/open/${name}`))};
        for (let i = 0; i < 1000; i++) list.append(Object.assign(document.createElement('li'), { textContent: i }));
        let count = 0;
        function change(start) {
          for (const due = Math.min(${seconds * 1_000}, performance.now() - start); count < due; count++) {
            const item = list.children[(count * 37) % list.children.length];
            if (count % 4 === 0) item.textContent = count;
            else if (count % 4 === 1) item.classList.toggle('odd');
            else if (count % 4 === 2) item.style.opacity = count % 8 ? 0.5 : 1;
            else item.replaceWith(item.cloneNode(true));
            if (count % 500 === 499 && more.length > 0) images[((count + 1) / 500) % images.length].src = more.shift();
          }
          if (count < ${seconds * 1_000}) setTimeout(change, 50, start);
        }
        addEventListener('load', () => setTimeout(() => change(performance.now()), 1_000));
      </script>`,
    async drive(page) {
      await page.waitForFunction(`count >= ${seconds * 1_000}`, undefined, { polling: 500 });
      await look(page);
    },
  };
}
