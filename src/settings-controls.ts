import { FALSE_POSITIVE_RATES } from './analysis.ts';
import { element } from './element.ts';
import { formatRate } from './format-share.ts';
import { parseSettings, type Settings, saveSettings } from './settings.ts';

/** Controls that are there from the start; each is named after the setting that it shows. */
const CONTROLS = 'input[name], select[name]';

/**
 * Makes the switches, choices and radio buttons in `scope` save what the reader sets; returns what shows stored
 * settings in them.
 */
export function bindSettings(scope: ParentNode, signal: AbortSignal): (settings: Settings) => void {
  const controls = [...scope.querySelectorAll<HTMLInputElement | HTMLSelectElement>(CONTROLS)];
  for (const control of controls) {
    if (control.name === 'falsePositiveRate') control.append(...rateOptions());
    control.addEventListener('change', () => void save(control), { signal });
  }
  return (settings) => {
    for (const control of controls) {
      const value = settings[control.name as keyof Settings];
      if (control.type === 'checkbox') (control as HTMLInputElement).checked = value === true;
      else if (control.type === 'radio') (control as HTMLInputElement).checked = control.value === value;
      else control.value = String(value);
    }
  };
}

const rateOptions = (): HTMLOptionElement[] =>
  FALSE_POSITIVE_RATES.map((rate) =>
    element('option', { value: String(rate) }, `${formatRate(rate)} of real photographs`),
  );

async function save(control: HTMLInputElement | HTMLSelectElement): Promise<void> {
  const name = control.name as keyof Settings;
  await saveSettings({ [name]: parseSettings({ [name]: chosenIn(control) })[name] });
}

function chosenIn(control: HTMLInputElement | HTMLSelectElement): unknown {
  if (control instanceof HTMLSelectElement) return Number(control.value);
  return control.type === 'checkbox' ? control.checked : control.value;
}
