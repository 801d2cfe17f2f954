import { element } from '../element.ts';
import { loadSettings, saveSettings } from '../settings.ts';

interface SiteListParts {
  heading: HTMLElement;
  list: HTMLElement;
  /** Seen where there is no site. */
  empty: HTMLElement;
  /** Says to screen readers what was removed. */
  news: HTMLElement;
}

/** Shows the hidden sites, each with a button that removes it; returns what shows others. */
export function createSiteList(
  { heading, list, empty, news }: SiteListParts,
  signal: AbortSignal,
): (sites: readonly string[]) => void {
  let shown: readonly string[] | null = null;

  async function remove(site: string): Promise<void> {
    const { hiddenSites } = await loadSettings();
    await saveSettings({ hiddenSites: hiddenSites.filter((other) => other !== site) });
    news.textContent = `${site} is checked again`;
    heading.focus();
  }

  function row(site: string): HTMLElement {
    const button = element('button', { type: 'button', class: 'button' }, 'Remove');
    button.setAttribute('aria-label', `Remove ${site}`);
    button.addEventListener('click', () => void remove(site), { signal });
    return element('li', {}, element('bdi', {}, site), button);
  }

  return (sites) => {
    // Rebuilding the list would take the focus out of it.
    if (shown?.join() === sites.join()) return;
    shown = sites;
    list.replaceChildren(...[...sites].sort().map(row));
    empty.hidden = sites.length > 0;
  };
}
