import { formatProbability } from '../format-share.ts';
import { createElement } from './create-element.ts';
import type { Explanation } from './explanation.ts';
import type { LayerHost } from './layer-host.ts';

const GAP = 8;

/** The box beside which a card opens, in the viewport. */
export type Anchor = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

export interface ExplanationCard {
  open(explanation: Explanation, anchor: Anchor, openInspector: () => void): void;
  update(explanation: Explanation): void;
  /** Does what the card's button that holds the element does. */
  press(element: Element): void;
}

/**
 * The card that says what is known of one picture. A modal dialog: its backdrop covers the whole page, so that a page
 * can't feel out the card's shape, and focus, Escape and clicks beside it are the browser's business.
 */
export function createExplanationCard(host: LayerHost): ExplanationCard {
  const inspectorButton = createElement('button', { type: 'button', 'data-text': 'Open inspector' });
  const closeButton = createElement('button', { type: 'button', 'data-text': 'Close' });
  const content = createElement('div', { 'aria-live': 'polite' });
  const dialog = createElement(
    'dialog',
    { class: 'card', closedby: 'any', lang: 'en', tabindex: '-1' },
    content,
    createElement('div', { class: 'actions' }, inspectorButton, closeButton),
  );
  host.root.append(dialog);
  let anchor: Anchor = new DOMRect();
  let openInspector = (): void => {};

  function update(explanation: Explanation): void {
    dialog.dataset.verdict = explanation.verdict;
    dialog.ariaLabel = `Falloff: ${explanation.heading}`;
    content.replaceChildren(...contentOf(explanation));
    if (dialog.open) placeBeside(dialog, anchor);
  }

  return {
    open(explanation, newAnchor, newOpenInspector) {
      anchor = newAnchor;
      openInspector = newOpenInspector;
      update(explanation);
      host.attach();
      if (!dialog.open) dialog.showModal();
      // Else the first button would look chosen.
      dialog.focus();
      placeBeside(dialog, anchor);
    },
    update: (explanation) => dialog.open && update(explanation),
    press(element) {
      if (inspectorButton.contains(element)) openInspector();
      if (inspectorButton.contains(element) || closeButton.contains(element)) dialog.close();
    },
  };
}

function contentOf({ heading, probability, rows, note }: Explanation): HTMLElement[] {
  const elements: HTMLElement[] = [
    createElement('h2', { class: 'heading' }, createElement('span', { class: 'mark' }), words(heading)),
  ];
  if (probability !== null) elements.push(...gauge(probability));
  if (rows.length > 0) {
    const lines = rows.map(({ label, value }) =>
      createElement(
        'div',
        { class: 'row' },
        createElement('dt', { 'data-text': label }),
        createElement('dd', { 'data-text': value }),
      ),
    );
    elements.push(createElement('dl', { class: 'rows' }, ...lines));
  }
  if (note) elements.push(createElement('p', { class: 'note', 'data-text': note }));
  return elements;
}

function gauge(probability: number): HTMLElement[] {
  const bar = createElement('div');
  bar.style.inlineSize = `${probability * 100}%`;
  return [
    createElement(
      'p',
      { class: 'probability' },
      words(formatProbability(probability)),
      words('probability, by the spectra'),
    ),
    createElement('div', { class: 'gauge', 'aria-hidden': 'true' }, bar),
  ];
}

const words = (text: string): HTMLElement => createElement('span', { 'data-text': text });

/** Below the anchor's top left corner, or wherever near it the viewport has room. */
function placeBeside(dialog: HTMLElement, { left, right, top }: Anchor): void {
  const { width, height } = dialog.getBoundingClientRect();
  const beside = right + GAP + width <= innerWidth ? right + GAP : left - GAP - width;
  const x = beside >= GAP ? beside : left;
  dialog.style.left = `${clamp(x, innerWidth - width)}px`;
  dialog.style.top = `${clamp(top, innerHeight - height)}px`;
}

const clamp = (position: number, room: number): number => Math.max(GAP, Math.min(position, room - GAP));
