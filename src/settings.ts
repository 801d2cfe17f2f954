import browser from 'webextension-polyfill';
import { DEFAULT_FALSE_POSITIVE_RATE, FALSE_POSITIVE_RATES, type FalsePositiveRate } from './analysis.ts';

/** Everything that a reader can choose. Lives in `storage.local`, under one key. */
export interface Settings {
  /** Analyse pictures while browsing. The context menu works either way. */
  enabled: boolean;
  /** Share of real photographs that may be flagged. */
  falsePositiveRate: FalsePositiveRate;
}

export const DEFAULT_SETTINGS: Settings = { enabled: true, falsePositiveRate: DEFAULT_FALSE_POSITIVE_RATE };

const KEY = 'settings';

/** Reads stored settings of any earlier version; what is missing or invalid falls back to its default. */
function parseSettings(stored: unknown): Settings {
  const candidate = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Settings>;
  const rate = FALSE_POSITIVE_RATES.find((known) => known === candidate.falsePositiveRate);
  return {
    enabled: typeof candidate.enabled === 'boolean' ? candidate.enabled : DEFAULT_SETTINGS.enabled,
    falsePositiveRate: rate ?? DEFAULT_SETTINGS.falsePositiveRate,
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
