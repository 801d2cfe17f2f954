import type { FalsePositiveRate } from '../analysis.ts';
import { element } from '../element.ts';
import { formatProbability } from '../format-share.ts';
import type { PictureReport } from '../messages.ts';
import { measurementOf, STATUS_WORDS, statusOf } from './picture-status.ts';
import { thumbnailFrame } from './thumbnail-frame.ts';
import type { Thumbnails } from './thumbnails.ts';

/** The list of pictures: one button each, of which Tab reaches one and the arrow keys the others. */
export interface PictureList {
  /** Shows these pictures in this order. */
  update(pictures: readonly PictureReport[], rate: FalsePositiveRate, chosen: string | null): void;
  /** Puts the focus on a picture's button, where it has one. */
  focus(id: string): void;
}

interface Row {
  item: HTMLLIElement;
  button: HTMLButtonElement;
  /** What the row shows now; null before it shows anything. */
  picture: PictureReport | null;
  rate: FalsePositiveRate | null;
}

/** @param onChoose called with the id of the picture that the reader has chosen. */
export function createPictureList(
  list: HTMLOListElement,
  thumbnails: Thumbnails,
  onChoose: (id: string) => void,
  signal: AbortSignal,
): PictureList {
  const rows = new Map<string, Row>();

  list.addEventListener(
    'click',
    ({ target }) => {
      const id = target instanceof Element ? target.closest('button')?.dataset.id : undefined;
      if (id !== undefined) onChoose(id);
    },
    { signal },
  );
  list.addEventListener(
    'keydown',
    (event) => {
      const buttons = [...list.querySelectorAll('button')];
      const current = buttons.findIndex((button) => button.matches(':focus'));
      const next = buttons[nextIndex(event.key, current, buttons.length)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
    { signal },
  );
  list.addEventListener(
    'focusin',
    ({ target }) => {
      for (const { button } of rows.values()) button.tabIndex = button === target ? 0 : -1;
    },
    { signal },
  );

  function addRow(picture: PictureReport): Row {
    const button = element('button', { type: 'button', class: 'row', tabindex: '-1' });
    button.dataset.id = picture.id;
    const row: Row = { item: element('li', {}, button), button, picture: null, rate: null };
    rows.set(picture.id, row);
    return row;
  }

  function fillRow(row: Row, picture: PictureReport, rate: FalsePositiveRate): void {
    const status = statusOf(picture, rate);
    const measurement = measurementOf(picture);
    row.button.dataset.status = status;
    row.button.replaceChildren(
      thumbnailFrame(thumbnails.urlOf(picture)),
      element(
        'span',
        { class: 'row-text' },
        element('span', { class: 'status' }, STATUS_WORDS[status]),
        element('bdi', { class: 'row-label' }, picture.label),
      ),
      element('span', { class: 'row-share' }, measurement ? formatProbability(measurement.probability) : ''),
    );
    row.picture = picture;
    row.rate = rate;
  }

  /** Moves without taking the focus away, which removing and inserting would. */
  function placeItem(item: HTMLLIElement, place: number): void {
    const occupant = list.children[place] ?? null;
    if (occupant === item) return;
    if (item.isConnected) list.moveBefore(item, occupant);
    else list.insertBefore(item, occupant);
  }

  function letTabReachOne(chosen: string | null): void {
    const buttons = [...list.querySelectorAll('button')];
    if (buttons.some((button) => button === document.activeElement)) return;
    const reached = rows.get(chosen ?? '')?.button ?? buttons[0];
    for (const button of buttons) button.tabIndex = button === reached ? 0 : -1;
  }

  return {
    update(pictures, rate, chosen) {
      const present = new Set(pictures.map(({ id }) => id));
      for (const [id, { item }] of rows) {
        if (present.has(id)) continue;
        item.remove();
        rows.delete(id);
      }
      pictures.forEach((picture, place) => {
        const row = rows.get(picture.id) ?? addRow(picture);
        if (row.picture !== picture || row.rate !== rate) fillRow(row, picture, rate);
        if (picture.id === chosen) row.button.setAttribute('aria-current', 'true');
        else row.button.removeAttribute('aria-current');
        placeItem(row.item, place);
      });
      letTabReachOne(chosen);
    },
    focus: (id) => rows.get(id)?.button.focus(),
  };
}

function nextIndex(key: string, current: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, count - 1);
    case 'ArrowUp':
      return Math.max(current - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}
