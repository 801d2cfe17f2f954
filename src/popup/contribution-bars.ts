import { type Measurement, PARTS, type Part } from '../analysis.ts';
import { element } from '../element.ts';

const NAMES: Record<Part, string> = {
  tower: 'The picture as a whole',
  azimuthal: 'Shape of the whole line',
  decay: 'Fall-off at high frequencies',
};

/** A bar that is full stands for odds of about 150 to 1. */
const FULL_LOGIT = 5;

/** How far each part pushed the probability towards a machine or towards a photograph, the strongest first. */
export function contributionBars({ contributions }: Measurement): HTMLElement {
  const rows = PARTS.flatMap((part) => {
    const logit = contributions[part];
    return logit === undefined ? [] : [{ name: NAMES[part], logit }];
  }).sort((a, b) => Math.abs(b.logit) - Math.abs(a.logit));
  return element(
    'dl',
    { class: 'contributions' },
    ...rows.map(({ name, logit }) => {
      const bar = element('span', { class: 'push', 'data-side': logit >= 0 ? 'machine' : 'photograph' });
      bar.style.setProperty('--share', String(Math.min(1, Math.abs(logit) / FULL_LOGIT)));
      return element(
        'div',
        {},
        element('dt', {}, name),
        element('dd', {}, bar, element('span', { class: 'push-words' }, wordsOf(logit))),
      );
    }),
  );
}

/** A logit as odds: "3 times likelier a machine’s". */
function wordsOf(logit: number): string {
  const odds = Math.exp(Math.abs(logit));
  if (odds < 1.05) return 'says nothing either way';
  const times = odds > 1000 ? 'over 1000' : odds < 10 ? odds.toFixed(1) : Math.round(odds).toString();
  return logit > 0 ? `${times} × likelier a machine’s` : `${times} × likelier a photograph`;
}
