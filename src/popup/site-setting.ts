import { isActiveOn, loadSettings, type Settings, saveSettings, siteOf } from '../settings.ts';

/** Makes the switch hide and show the inspected page's site; returns what shows how it stands. */
export function bindSiteSetting(
  row: HTMLElement,
  name: HTMLElement,
  active: HTMLInputElement,
  signal: AbortSignal,
): (url: string | null, settings: Settings) => void {
  let site = '';

  async function save(): Promise<void> {
    const { hiddenSites } = await loadSettings();
    // Showing a site again must undo whichever names hid it.
    const others = hiddenSites.filter((hidden) => site !== hidden && !site.endsWith(`.${hidden}`));
    await saveSettings({ hiddenSites: active.checked ? others : [...hiddenSites, site] });
  }

  active.addEventListener('change', () => void save(), { signal });
  return (url, settings) => {
    site = siteOf(url ?? '');
    row.hidden = site === '' || !settings.enabled;
    name.textContent = site;
    active.checked = isActiveOn(site, settings);
  };
}
