import { FALSE_POSITIVE_RATES } from '../analysis.ts';
import { formatRate } from '../format-share.ts';
import { type Settings, saveSettings } from '../settings.ts';
import { element } from './element.ts';

/** Makes the switch and the choice of a rate save what the reader sets; returns what shows stored settings in them. */
export function bindSettings(
  enabled: HTMLInputElement,
  rate: HTMLSelectElement,
  signal: AbortSignal,
): (settings: Settings) => void {
  rate.replaceChildren(
    ...FALSE_POSITIVE_RATES.map((value) =>
      element('option', { value: String(value) }, `${formatRate(value)} of real photographs`),
    ),
  );
  enabled.addEventListener('change', () => void saveSettings({ enabled: enabled.checked }), { signal });
  rate.addEventListener(
    'change',
    () => {
      const chosen = FALSE_POSITIVE_RATES.find((value) => String(value) === rate.value);
      if (chosen !== undefined) void saveSettings({ falsePositiveRate: chosen });
    },
    { signal },
  );
  return (settings) => {
    enabled.checked = settings.enabled;
    rate.value = String(settings.falsePositiveRate);
  };
}
