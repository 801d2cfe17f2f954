import browser from 'webextension-polyfill';
import { DEFAULT_FALSE_POSITIVE_RATE, FALSE_POSITIVE_RATES, type FalsePositiveRate } from './analysis.ts';

/** The corner of a picture that its badge sits in, whatever direction the page is written in. */
export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

/** What is done to a flagged picture beside its badge; `badge` leaves it as it is. */
export const ACTIONS = ['badge', 'dim', 'blur', 'hide'] as const;
export type Action = (typeof ACTIONS)[number];

/** Everything that a reader can choose. Lives in `storage.local`, under one key. */
export interface Settings {
  /** Analyse pictures while browsing. The context menu works either way. */
  enabled: boolean;
  /** Share of real photographs that may be flagged. */
  falsePositiveRate: FalsePositiveRate;
  corner: Corner;
  action: Action;
  /** Sites (`siteOf`) on which nothing is looked at unasked. */
  hiddenSites: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  enabled: true,
  falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE,
  corner: 'top-left',
  action: 'badge',
  hiddenSites: [],
};

/** The name by which a page's site is hidden; empty where there is none, as for files. */
export function siteOf(url: string): string {
  const { protocol = '', hostname = '' } = URL.parse(url) ?? {};
  return /^https?:$/.test(protocol) ? hostname.replace(/^www\./, '') : '';
}

/** Whether pictures are looked at unasked on this site. Hiding a site hides what lies below its name, too. */
export function isActiveOn(site: string, { enabled, hiddenSites }: Settings): boolean {
  return enabled && !hiddenSites.some((hidden) => site === hidden || site.endsWith(`.${hidden}`));
}

const KEY = 'settings';

/** Reads settings of any earlier version, or of a form; what is missing or invalid falls back to its default. */
export function parseSettings(stored: unknown): Settings {
  const candidate: { [Key in keyof Settings]?: unknown } =
    typeof stored === 'object' && stored !== null ? stored : {};
  const oneOf = <Value>(values: readonly Value[], value: unknown, fallback: Value): Value =>
    values.find((known) => known === value) ?? fallback;
  const sites = Array.isArray(candidate.hiddenSites) ? candidate.hiddenSites : [];
  return {
    enabled: oneOf([true, false], candidate.enabled, DEFAULT_SETTINGS.enabled),
    falsePositiveRate: oneOf(
      FALSE_POSITIVE_RATES,
      candidate.falsePositiveRate,
      DEFAULT_SETTINGS.falsePositiveRate,
    ),
    corner: oneOf(CORNERS, candidate.corner, DEFAULT_SETTINGS.corner),
    action: oneOf(ACTIONS, candidate.action, DEFAULT_SETTINGS.action),
    hiddenSites: [...new Set(sites.filter((site) => typeof site === 'string' && site !== ''))],
  };
}

export async function loadSettings(): Promise<Settings> {
  return parseSettings((await browser.storage.local.get(KEY))[KEY]);
}

export async function saveSettings(change: Partial<Settings>): Promise<void> {
  await browser.storage.local.set({ [KEY]: { ...(await loadSettings()), ...change } });
}

/** Calls back with the settings whenever they change, until the signal aborts. */
export function onSettingsChange(callback: (settings: Settings) => void, signal: AbortSignal): void {
  const listener = (changes: Record<string, browser.Storage.StorageChange>, area: string): void => {
    const change = changes[KEY];
    if (area === 'local' && change) callback(parseSettings(change.newValue));
  };
  browser.storage.onChanged.addListener(listener);
  signal.addEventListener('abort', () => browser.storage.onChanged.removeListener(listener));
}
