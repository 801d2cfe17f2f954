import { element } from '../element.ts';

/** Lets the reader see, change and copy a report. Nothing is sent. */
export function reportForm(text: string, isOpen: boolean, signal: AbortSignal): HTMLDetailsElement {
  const report = element('textarea', { rows: '17', spellcheck: 'false', 'aria-label': 'Report' });
  report.value = text;
  // The reader's own part comes first.
  report.setSelectionRange(0, 0);
  const news = element('span', { role: 'status' });
  const copy = element('button', { type: 'button', class: 'button' }, 'Copy');

  async function copyReport(): Promise<void> {
    try {
      await navigator.clipboard.writeText(report.value);
      news.textContent = 'Copied';
    } catch {
      report.select();
      news.textContent = 'Copy it by the keyboard: it is selected';
    }
  }

  copy.addEventListener('click', () => void copyReport(), { signal });
  const form = element(
    'details',
    { class: 'report' },
    element('summary', {}, 'Report a wrong verdict'),
    element(
      'p',
      { class: 'muted' },
      'Falloff sends nothing. Copy this text, which holds neither the picture nor its address, and send it where ' +
        'you got Falloff from. You can change it first.',
    ),
    report,
    element('p', {}, copy, news),
  );
  form.open = isOpen;
  return form;
}
