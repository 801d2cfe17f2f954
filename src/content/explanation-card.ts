import type { Explanation } from '../messages.ts';
import { createElement } from './create-element.ts';
import type { LayerHost } from './layer-host.ts';

const GAP = 8;

/** The box beside which a card opens, in the viewport. */
export type Anchor = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

/** What a button of the card does, once it has closed. */
export interface CardDeed {
  words: string;
  /** A lesser one. */
  isQuiet?: boolean;
  run(): void;
}

type KnownAtOnce = Pick<Explanation, 'verdict' | 'heading'>;

export interface ExplanationCard {
  /** Opens with what is known at once; `update` brings the rest. */
  open(known: KnownAtOnce, anchor: Anchor, deeds: readonly CardDeed[]): void;
  isOpen(): boolean;
  update(explanation: Explanation): void;
  /** Does what the card's button that holds the element does. */
  press(element: Element): void;
}

/**
 * The card that says what is known of one picture. A modal dialog: its backdrop covers the whole page, so that a page
 * can't feel out the card's shape, and focus, Escape and clicks beside it are the browser's business.
 */
export function createExplanationCard(host: LayerHost): ExplanationCard {
  const content = createElement('div', { 'aria-live': 'polite' });
  const actions = createElement('div', { class: 'actions' });
  const quietActions = createElement('div', { class: 'actions quiet' });
  const dialog = createElement(
    'dialog',
    { class: 'card', closedby: 'any', lang: 'en', tabindex: '-1' },
    content,
    actions,
    quietActions,
  );
  host.root.append(dialog);
  let anchor: Anchor = new DOMRect();
  let runs = new Map<Element, () => void>();

  function show(explanation: KnownAtOnce & Partial<Explanation>): void {
    dialog.dataset.verdict = explanation.verdict;
    dialog.ariaLabel = `Falloff: ${explanation.heading}`;
    content.replaceChildren(...contentOf(explanation));
    if (dialog.open) placeBeside(dialog, anchor);
  }

  return {
    open(known, newAnchor, deeds) {
      anchor = newAnchor;
      runs = new Map();
      actions.replaceChildren();
      quietActions.replaceChildren();
      for (const { words, isQuiet, run } of [...deeds, { words: 'Close', run() {} }]) {
        const button = createElement('button', { type: 'button', 'data-text': words, 'aria-label': words });
        (isQuiet ? quietActions : actions).append(button);
        runs.set(button, run);
      }
      show(known);
      host.attach();
      if (!dialog.open) dialog.showModal();
      // Else the first button would look chosen.
      dialog.focus();
      placeBeside(dialog, anchor);
    },
    isOpen: () => dialog.open,
    update: (explanation) => dialog.open && show(explanation),
    press(element) {
      for (const [button, run] of runs) {
        if (!button.contains(element)) continue;
        dialog.close();
        run();
      }
    },
  };
}

function contentOf({
  heading,
  probability,
  reasons = [],
  rows = [],
  note,
}: KnownAtOnce & Partial<Explanation>): HTMLElement[] {
  const elements: HTMLElement[] = [
    createElement(
      'h2',
      { class: 'heading', 'aria-label': heading },
      createElement('span', { class: 'mark' }),
      words(heading),
    ),
  ];
  if (probability) elements.push(...gauge(probability));
  if (reasons.length > 0) {
    const items = reasons.map((reason) =>
      createElement('li', {}, words(reason.words), words(reason.weight, 'weight')),
    );
    elements.push(createElement('ul', { class: 'reasons' }, ...items));
  }
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

function gauge(probability: NonNullable<Explanation['probability']>): HTMLElement[] {
  const bar = createElement('div');
  bar.style.inlineSize = `${probability.value * 100}%`;
  return [
    createElement('p', { class: 'probability' }, words(probability.words), words('that a machine made it')),
    createElement('div', { class: 'gauge', 'aria-hidden': 'true' }, bar),
  ];
}

const words = (text: string, name = ''): HTMLElement =>
  createElement('span', { class: name, 'data-text': text });

/** Below the anchor's top left corner, or wherever near it the viewport has room. */
function placeBeside(dialog: HTMLElement, { left, right, top }: Anchor): void {
  const { width, height } = dialog.getBoundingClientRect();
  const beside = right + GAP + width <= innerWidth ? right + GAP : left - GAP - width;
  const x = beside >= GAP ? beside : left;
  dialog.style.left = clamp(x, width);
  dialog.style.top = clamp(top, height);
}

/** The page's scroll bars are no room: `innerWidth` has them in it, a percentage has not. */
const clamp = (position: number, side: number): string =>
  `clamp(${GAP}px, ${position}px, 100% - ${side + GAP}px)`;
