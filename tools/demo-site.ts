import { type PageServer, startPageServer } from '../e2e/page-server.ts';
import { FIXTURES } from '../e2e/pages/fixtures.ts';
import { photograph, upConvolved } from '../e2e/pictures.ts';
import { type GalleryPicture, galleryPage } from './gallery.ts';
import { loadPages } from './pages/load-pages.ts';
import { makePicture } from './pages/page-pictures.ts';

export interface DemoSite {
  /** The page that leads to all others. */
  index: string;
  gallery: string;
  close(): void;
}

interface Entry {
  path: string;
  title: string;
  lookFor: string;
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: light-dark(#d5dbe1, #3a424a);
    --card: light-dark(#fff, #1d2226); --quiet: light-dark(#59636d, #9aa5af); --accent: light-dark(#8a3b00, #ffb27a); }
  body { margin: 0 auto; max-width: 68rem; padding: 2.5rem 1.25rem 4rem; background: light-dark(#f5f7f9, #14181b); }
  h1 { font-size: 1.9rem; margin: 0 } h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem }
  .lead { color: var(--quiet); max-width: 42rem; margin: .5rem 0 0 }
  ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem;
    grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)) }
  a { display: block; height: 100%; box-sizing: border-box; padding: 1rem 1.1rem; border: 1px solid var(--line);
    border-radius: 10px; background: var(--card); color: inherit; text-decoration: none }
  a:hover, a:focus-visible { border-color: var(--accent); outline: 1px solid var(--accent) }
  strong { display: block; color: var(--accent) } span { font-size: .9rem; color: var(--quiet) }
`;

const GALLERY: Entry = {
  path: '/gallery.html',
  title: 'Photographs, and what code made of them',
  lookFor: 'A mark on each of the machine-made pictures, and on none of the photographs.',
};

/** The gallery, every fixture of the tests, and the pages of `npm run pages`, behind one page of links. */
export async function startDemoSite(pictures: GalleryPicture[]): Promise<DemoSite> {
  const server = await startPageServer();
  for (const { file, bytes } of pictures) server.addPicture(file, Buffer.from(bytes));
  const gallery = server.addPage(GALLERY.path, galleryPage(pictures));
  await addFixturePictures(server);
  const index = server.addPage(
    '/',
    indexPage([
      ['Known pictures', [GALLERY]],
      [
        'Every way that a page shows a picture',
        FIXTURES.map(({ name, ...words }) => ({ ...words, path: `/fixtures/${name}.html` })),
      ],
      ['Pages as you know them', await addLoadPages(server)],
    ]),
  );
  return { index, gallery, close: server.close };
}

async function addFixturePictures(server: PageServer): Promise<void> {
  server.addPicture('generated.png', await upConvolved(1, 320));
  server.addPicture('photograph.jpg', await photograph(3, 320));
  server.addPicture('icon.png', await upConvolved(1, 96));
}

async function addLoadPages(server: PageServer): Promise<Entry[]> {
  const pages = loadPages('shown');
  await Promise.all(
    pages
      .flatMap(({ pictures }) => pictures)
      .map(async (picture) => server.addPicture(picture.name, await makePicture(picture))),
  );
  return pages.map(({ name, title, lookFor, body }) => {
    const path = `/pages/${name}.html`;
    server.addPage(path, body(server));
    return { path, title, lookFor };
  });
}

function indexPage(sections: [heading: string, entries: Entry[]][]): string {
  const item = ({ path, title, lookFor }: Entry): string =>
    `<li><a href="${path}"><strong>${escaped(title)}</strong><span>${escaped(lookFor)}</span></a></li>`;
  const section = ([heading, entries]: [string, Entry[]]): string =>
    `<h2>${heading}</h2><ul>${entries.map(item).join('')}</ul>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Falloff demonstration</title><style>${STYLE}</style>
<h1>Falloff demonstration</h1>
<p class="lead">Each page shows pictures of which it is known what they are. Point at a mark to see why it is there, press
it for more, or open the toolbar popup. “Analyze this image” in the context menu judges whatever is under the pointer.</p>
${sections.map(section).join('\n')}</html>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
