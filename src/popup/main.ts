import browser from 'webextension-polyfill';
import bandFile from '../../models/real-band.json';
import { element, elementById } from '../element.ts';
import {
  DEFAULT_SETTINGS,
  isActiveOn,
  loadSettings,
  onSettingsChange,
  type Settings,
  siteOf,
} from '../settings.ts';
import { bindSettings } from '../settings-controls.ts';
import { emptyState } from './empty-state.ts';
import { pictureDetail } from './picture-detail.ts';
import { createPictureList } from './picture-list.ts';
import { orderPictures } from './picture-order.ts';
import { isPictureFlagged } from './picture-status.ts';
import { createPictureStore } from './picture-store.ts';
import { parseRealBand } from './real-band.ts';
import { bindSiteSetting } from './site-setting.ts';
import { createThumbnails } from './thumbnails.ts';
import { type TabState, watchTab } from './watch-tab.ts';

/** The page's own address: `?tab=ID` inspects that tab and fills a tab of its own, `&picture=ID` chooses a picture, `&report` opens its report. */
const address = new URLSearchParams(location.search);
const band = parseRealBand(bandFile);

const life = new AbortController();
addEventListener('pagehide', () => life.abort(), { once: true });
// Out of the back/forward cache the page would come without its listeners.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const store = createPictureStore();
const thumbnails = createThumbnails();
const main = elementById('main', HTMLElement);
const empty = elementById('empty', HTMLDivElement);
const count = elementById('count', HTMLElement);
const pageName = elementById('page-name', HTMLElement);
const detailPane = elementById('detail-pane', HTMLElement);
const detail = elementById('detail', HTMLDivElement);
const back = elementById('back', HTMLButtonElement);
const list = createPictureList(elementById('list', HTMLOListElement), thumbnails, choose, life.signal);
const showSettings = bindSettings(document, life.signal);
const showSite = bindSiteSetting(
  elementById('site-setting', HTMLLabelElement),
  elementById('site', HTMLElement),
  elementById('site-active', HTMLInputElement),
  life.signal,
);

/** Here as in popup.css: a window this narrow shows the list or the detail, not both. */
const narrow = matchMedia('(max-width: 719px)');

let settings: Settings = DEFAULT_SETTINGS;
let tabId: number | null = null;
let tabState: TabState = 'connecting';
let tabUrl: string | null = null;
let chosen = address.get('picture');
let isReport = address.has('report');
let frame = 0;
/** What the detail shows, so that it is rebuilt only when that has changed. */
let shown: { key: unknown[]; life: AbortController } | null = null;

void start();

async function start(): Promise<void> {
  if (address.has('tab')) document.documentElement.dataset.view = 'page';
  settings = await loadSettings();
  showSettings(settings);
  onSettingsChange((changed) => {
    settings = changed;
    showSettings(settings);
    renderSoon();
  }, life.signal);
  elementById('open-options', HTMLButtonElement).addEventListener(
    'click',
    () => void browser.runtime.openOptionsPage().then(() => window.close()),
    { signal: life.signal },
  );
  elementById('open-tab', HTMLButtonElement).addEventListener('click', () => void openInTab(), {
    signal: life.signal,
  });
  back.addEventListener('click', backToList, { signal: life.signal });
  tabId = address.has('tab') ? Number(address.get('tab')) : await activeTab();
  if (tabId === null || !Number.isInteger(tabId)) {
    tabState = 'closed';
    renderSoon();
    return;
  }
  watchTab(
    tabId,
    {
      onOpen: () => store.beginRefresh(),
      onMessage(message) {
        store.apply(message);
        renderSoon();
      },
      onState(state, url) {
        tabState = state;
        tabUrl = url;
        if (state === 'connected') store.endRefresh();
        else if (state !== 'connecting') leavePage();
        renderSoon();
      },
    },
    life.signal,
  );
}

async function activeTab(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

async function openInTab(): Promise<void> {
  const target = new URLSearchParams({ tab: String(tabId), ...(chosen === null ? {} : { picture: chosen }) });
  await browser.tabs.create({ url: browser.runtime.getURL(`src/popup/index.html?${target}`) });
  window.close();
}

function leavePage(): void {
  store.clear();
  chosen = null;
}

/** Shows a picture's detail; in a narrow window this takes the list's place. */
function choose(id: string): void {
  chosen = id;
  render();
  detailPane.scrollTop = 0;
  if (narrow.matches) back.focus();
}

function backToList(): void {
  const left = chosen;
  chosen = null;
  render();
  if (left !== null) list.focus(left);
}

/** Reports come in bursts: one rendering a frame is enough. */
function renderSoon(): void {
  frame ||= requestAnimationFrame(render);
}

function render(): void {
  cancelAnimationFrame(frame);
  frame = 0;
  const rate = settings.falsePositiveRate;
  const pictures = orderPictures(store.all(), rate);
  const flagged = pictures.filter((picture) => isPictureFlagged(picture, rate)).length;
  count.textContent = pictures.length ? `${flagged} of ${pictures.length} flagged` : '';
  showSite(tabUrl, settings);
  pageName.textContent = (tabUrl && new URL(tabUrl).host) || 'Spectrum inspector';
  main.dataset.pictures = String(pictures.length > 0);
  main.dataset.chosen = String(chosen !== null);
  thumbnails.keepOnly(pictures);
  list.update(pictures, rate, chosen);
  renderEmpty(pictures.length === 0);
  renderDetail();
}

function renderEmpty(isEmpty: boolean): void {
  const state = isEmpty ? emptyState(tabState, tabUrl, isActiveOn(siteOf(tabUrl ?? ''), settings)) : null;
  // Writing the same words again would make screen readers repeat them.
  if (empty.dataset.title === state?.title) return;
  delete empty.dataset.title;
  empty.replaceChildren();
  if (!state) return;
  empty.dataset.title = state.title;
  empty.append(element('h2', {}, state.title), element('p', { class: 'muted' }, state.advice));
  if (!state.reload) return;
  const reload = element('button', { type: 'button', class: 'button' }, 'Reload the page');
  reload.addEventListener('click', () => void (tabId !== null && browser.tabs.reload(tabId)), {
    signal: life.signal,
  });
  empty.append(reload);
}

function renderDetail(): void {
  const picture = chosen === null ? undefined : store.get(chosen);
  const key = [chosen, picture, picture ? settings.falsePositiveRate : tabState];
  if (shown && key.every((part, i) => part === shown?.key[i])) return;
  shown?.life.abort();
  shown = { key, life: new AbortController() };
  const isReporting = isReport || detail.querySelector('.report[open]') !== null;
  detail.replaceChildren(
    picture
      ? pictureDetail(
          picture,
          {
            thumbnail: thumbnails.urlOf(picture),
            rate: settings.falsePositiveRate,
            band,
            isReport: isReporting,
          },
          shown.life.signal,
        )
      : element('p', { class: 'muted placeholder' }, placeholder()),
  );
  if (picture?.state === 'done' && isReport) openReport();
}

/** Once: reports that come later must not move what the reader looks at. */
function openReport(): void {
  isReport = false;
  detail.querySelector('.report')?.scrollIntoView();
  detail.querySelector('textarea')?.focus();
}

function placeholder(): string {
  if (chosen === null) return 'Choose a picture to see its spectrum.';
  return tabState === 'connecting' ? 'Looking for the picture…' : 'This picture is no longer on the page.';
}
