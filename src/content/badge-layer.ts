import type { BadgeFace } from './badge-face.ts';
import { createBadgeGlyph } from './badge-glyph.ts';
import { BADGE_SIDE, type BadgeCorner, badgeAt } from './badge-hit.ts';
import { badgePlace } from './badge-place.ts';
import { clippingAncestors } from './clipping-ancestors.ts';
import { createElement } from './create-element.ts';
import { isCovered } from './is-covered.ts';
import { isShown } from './is-shown.ts';
import type { LayerHost } from './layer-host.ts';
import { createMotionLoop } from './motion-loop.ts';

/** From here to the viewport's right edge a badge's label has no room. */
const LABEL_ROOM = 296;

interface Badge extends BadgeCorner {
  readonly element: Element;
  readonly button: HTMLButtonElement;
  readonly label: HTMLElement;
  clips: Element[];
  /** Seen by the reader as far as styles and covers go; its place decides the rest. */
  isVisible: boolean;
  isPlaced: boolean;
}

export interface BadgeLayer {
  /** Follows an element that shows a picture with a badge, which stays blank until it gets a face. */
  add(element: Element): void;
  remove(element: Element): void;
  setFace(element: Element, face: BadgeFace | null): void;
  /** The element of the badge under a point: one that has a face and is not covered by the page. */
  elementAt(x: number, y: number): Element | null;
  /** Shows the label of the badge under the pointer. */
  hover(x: number, y: number): void;
  /** The element whose badge holds this part of the layer. */
  elementOf(part: Element): Element | null;
  /** Moves the keyboard's focus between the badges in view. */
  moveFocus(key: string): boolean;
}

/**
 * Badges over the pictures in view. A page can find out where the layer holds an element, by watching for occlusion:
 * so every picture in view has its badge, and those without a face differ in nothing but paint and words. Likewise
 * there is one tab stop whether or not anything is flagged; arrow keys lead on from there.
 */
export function createBadgeLayer(host: LayerHost, isAlive: () => boolean, signal: AbortSignal): BadgeLayer {
  const badges = new Map<Element, Badge>();
  let hovered: Badge | null = null;
  const summary = createElement('button', { class: 'summary', type: 'button' });
  const toolbar = createElement('div', { role: 'toolbar', 'aria-label': 'Falloff' }, summary);
  host.root.append(toolbar);
  summarize();

  function cornerOf({ element, clips }: Badge): BadgeCorner | null {
    const viewport = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    return badgePlace(element.getBoundingClientRect(), [
      viewport,
      ...clips.map((clip) => clip.getBoundingClientRect()),
    ]);
  }

  /** Reads all places before it writes any, so that the page's layout is done once at most. */
  function follow(): boolean {
    const places = [...badges.values()].map((badge) => ({
      badge,
      corner: badge.isVisible ? cornerOf(badge) : null,
    }));
    return places.map(({ badge, corner }) => place(badge, corner)).includes(true);
  }

  function place(badge: Badge, corner: BadgeCorner | null): boolean {
    const isPlaced = corner !== null;
    if (isPlaced === badge.isPlaced && (!corner || (corner.x === badge.x && corner.y === badge.y)))
      return false;
    if (isPlaced !== badge.isPlaced) {
      badge.isPlaced = isPlaced;
      if (!isPlaced && host.root.activeElement === badge.button) summary.focus();
      badge.button.hidden = !isPlaced;
      summarize();
    }
    if (corner) {
      Object.assign(badge, corner);
      badge.button.style.transform = `translate(${corner.x}px, ${corner.y}px)`;
      badge.button.toggleAttribute('data-flipped', corner.x + LABEL_ROOM > innerWidth);
    }
    return true;
  }

  function tick(): void {
    if (!isAlive()) return;
    host.attach();
    toolbar.style.zoom = String(1 / host.element.currentCSSZoom);
    for (const badge of badges.values())
      badge.isVisible = isShown(badge.element) && !isCoveredAtCorner(badge);
  }

  function isCoveredAtCorner(badge: Badge): boolean {
    const corner = cornerOf(badge);
    if (!corner) return false;
    const middle = BADGE_SIDE / 2;
    return isCovered(badge.element, corner.x + middle, corner.y + middle, host.element);
  }

  function summarize(): void {
    summary.hidden = badges.size === 0;
    const count = flaggedInView().length;
    const text =
      count === 0
        ? 'Falloff: no flagged picture in view'
        : `Falloff: ${count} flagged ${count === 1 ? 'picture' : 'pictures'} in view, reached with the arrow keys`;
    summary.ariaLabel = text;
    summary.dataset.text = text;
  }

  function placed(): Badge[] {
    return [...badges.values()].filter(({ isPlaced }) => isPlaced);
  }

  function flaggedInView(): HTMLButtonElement[] {
    return placed()
      .filter(isFlagged)
      .sort((a, b) => a.y - b.y || a.x - b.x)
      .map(({ button }) => button);
  }

  const loop = createMotionLoop({ follow, tick }, signal);
  document.addEventListener('fullscreenchange', host.raise, { signal });

  return {
    add(element) {
      if (badges.has(element)) return;
      host.attach();
      if (element.closest(':modal, :popover-open, :fullscreen')) host.raise();
      const label = createElement('span', { class: 'label', 'aria-hidden': 'true' });
      const button = createElement(
        'button',
        { class: 'badge', type: 'button', tabindex: '-1', disabled: '', hidden: '' },
        label,
      );
      const clips = clippingAncestors(element);
      const isVisible = isShown(element);
      badges.set(element, { element, button, label, clips, isVisible, isPlaced: false, x: 0, y: 0 });
      toolbar.append(button);
      summarize();
      loop.start();
    },
    remove(element) {
      const badge = badges.get(element);
      if (!badge) return;
      if (host.root.activeElement === badge.button) summary.focus();
      badges.delete(element);
      badge.button.remove();
      if (hovered === badge) hovered = null;
      if (badges.size === 0) loop.stop();
      summarize();
    },
    setFace(element, face) {
      const badge = badges.get(element);
      if (!badge) return;
      const { button, label } = badge;
      if (!face && host.root.activeElement === button) summary.focus();
      button.disabled = face === null;
      button.dataset.look = face?.look ?? '';
      button.ariaLabel = face && `${face.words}: explain`;
      label.dataset.text = face?.words ?? '';
      button.replaceChildren(...(face ? [createBadgeGlyph(face.look)] : []), label);
      summarize();
    },
    elementAt(x, y) {
      const badge = badgeAt(placed().filter(isFlagged), x, y);
      return badge && !isCovered(badge.element, x, y, host.element) ? badge.element : null;
    },
    hover(x, y) {
      const badge = badgeAt(placed(), x, y);
      if (badge === hovered) return;
      hovered?.button.removeAttribute('data-hovered');
      badge?.button.setAttribute('data-hovered', '');
      hovered = badge;
    },
    elementOf(part) {
      for (const { element, button } of badges.values()) if (button.contains(part)) return element;
      return null;
    },
    moveFocus(key) {
      const stops = [summary, ...flaggedInView()];
      const current = stops.findIndex((stop) => stop.matches(':focus'));
      const step = KEY_STEPS[key];
      if (current === -1 || step === undefined) return false;
      stops[(current + step + stops.length) % stops.length]?.focus();
      return true;
    },
  };
}

const isFlagged = ({ button }: Badge): boolean => !button.disabled;

const KEY_STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
