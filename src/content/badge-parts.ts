import type { BadgeFace } from './badge-face.ts';
import { createBadgeGlyph } from './badge-glyph.ts';
import { createElement } from './create-element.ts';

/** The elements of one badge. */
export interface BadgeParts {
  readonly button: HTMLButtonElement;
  readonly label: HTMLElement;
  /** Lies over the picture where the reader has flagged ones dimmed, blurred or hidden. */
  readonly veil: HTMLElement;
  /** In the veil's middle, where a press shows the picture. The keyboard's way is the badge's card. */
  readonly reveal: HTMLElement;
}

/** A badge without a face, not to be seen yet. */
export function createBadgeParts(): BadgeParts {
  const label = createElement('span', { class: 'label', 'aria-hidden': 'true' });
  const button = createElement(
    'button',
    { class: 'badge', type: 'button', tabindex: '-1', hidden: '' },
    label,
  );
  const reveal = createElement('div', { class: 'reveal', 'data-text': 'Show picture' });
  const veil = createElement('div', { class: 'veil', 'aria-hidden': 'true', hidden: '' }, reveal);
  const parts = { button, label, veil, reveal };
  showFace(parts, null);
  return parts;
}

/** Paint and words alone tell a badge with a face from one without. */
export function showFace({ button, label, veil }: BadgeParts, face: BadgeFace | null): void {
  button.disabled = face === null;
  button.ariaHidden = face ? null : 'true';
  button.dataset.look = face?.look ?? '';
  button.ariaLabel = face && `${face.words}: explain`;
  label.dataset.text = face?.words ?? '';
  button.replaceChildren(...(face ? [createBadgeGlyph(face.look)] : []), label);
  veil.dataset.action = face?.veil ?? 'badge';
}
