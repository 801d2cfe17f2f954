import { elementById } from '../element.ts';
import { loadSettings, onSettingsChange, type Settings } from '../settings.ts';
import { bindSettings } from '../settings-controls.ts';
import { createSiteList } from './site-list.ts';

const life = new AbortController();
addEventListener('pagehide', () => life.abort(), { once: true });
// Out of the back/forward cache the page would come without its listeners.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const showControls = bindSettings(document, life.signal);
const showSites = createSiteList(
  {
    heading: elementById('sites', HTMLHeadingElement),
    list: elementById('site-list', HTMLUListElement),
    empty: elementById('no-sites', HTMLParagraphElement),
    news: elementById('site-news', HTMLParagraphElement),
  },
  life.signal,
);

function show(settings: Settings): void {
  showControls(settings);
  showSites(settings.hiddenSites);
}

onSettingsChange(show, life.signal);
show(await loadSettings());
