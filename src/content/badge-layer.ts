import type { Corner } from '../settings.ts';
import type { BadgeFace } from './badge-face.ts';
import { BADGE_SIDE, type BadgeCorner, badgeAt } from './badge-hit.ts';
import { type BadgeParts, createBadgeParts, showFace } from './badge-parts.ts';
import { type Box, badgePlace, visiblePart } from './badge-place.ts';
import { clippingAncestors, composedParent } from './clipping-ancestors.ts';
import { type CoverOptions, coverAt, isCovered } from './covers.ts';
import { createElement } from './create-element.ts';
import { isShown } from './is-shown.ts';
import type { LayerHost } from './layer-host.ts';
import { createMotionLoop } from './motion-loop.ts';
import type { Opacities } from './painted-opacity.ts';
import { holeIn, REVEAL, revealPlace, samplePoints, veilPath } from './veil-place.ts';

/** From here to the viewport's right edge a badge's label has no room. */
const LABEL_ROOM = 296;

/** Spent in one tick on looking for what lies over pictures: it takes a hit test each, and those what the page makes them. */
const COVERS_MS = 1;
/** In so many ticks all is looked for that lies over veiled pictures. */
const TICKS_PER_ROUND = 3;

interface Badge extends BadgeCorner {
  readonly element: Element;
  readonly parts: BadgeParts;
  parent: Element | null;
  clips: Element[];
  /** As far as styles go; its place decides the rest. */
  isShown: boolean;
  /** Whether nothing lies over the picture where the badge would be. */
  isClear: boolean;
  /** What a veil must leave out, by where it was found. */
  covers: (Element | null)[];
  isPlaced: boolean;
  reveal: BadgeCorner | null;
  /** Everything that its place follows from, as of the last time. */
  state: string;
}

/** A part of the layer that the reader can press. */
export interface BadgeHit {
  element: Element;
  part: 'badge' | 'reveal';
}

export interface BadgeStyle {
  corner: Corner;
  /** Whether flagged pictures are dimmed, blurred or hidden. */
  hasVeils: boolean;
}

interface BadgeLayerOptions {
  host: LayerHost;
  isAlive: () => boolean;
  isPicture: CoverOptions['isPicture'];
}

export interface BadgeLayer {
  setStyle(style: BadgeStyle): void;
  /** Follows an element that shows a picture with a badge, which stays blank until it gets a face. */
  add(element: Element): void;
  remove(element: Element): void;
  setFace(element: Element, face: BadgeFace | null): void;
  /** What a press at a point means: only what can be seen there and has a face counts. */
  hitAt(x: number, y: number): BadgeHit | null;
  /** Shows the label of the badge under the pointer. */
  hover(x: number, y: number): void;
  /** The element whose badge holds this part of the layer. */
  elementOf(part: Element): Element | null;
  /** Moves the keyboard's focus between the badges in view. */
  moveFocus(key: string): boolean;
}

/**
 * Badges over the pictures in view. A page can find out where the layer holds an element, by watching for occlusion:
 * so every picture in view has its badge, and its veil if there are any, and those without a face differ in nothing but
 * paint and words. Likewise there is one tab stop whether or not anything is flagged; arrow keys lead on from there.
 */
export function createBadgeLayer(
  { host, isAlive, isPicture }: BadgeLayerOptions,
  signal: AbortSignal,
): BadgeLayer {
  const coverOptions = { layer: host.element, isPicture };
  const badges = new Map<Element, Badge>();
  let style: BadgeStyle = { corner: 'top-left', hasVeils: false };
  let hovered: Badge | null = null;
  let fronts = new Set<Element>();
  let ticks = 0;
  let turn = 0;
  /** When their badges went: mostly they show another picture at the same place. */
  const wereClear = new WeakSet<Element>();
  const summary = createElement('button', { class: 'summary', type: 'button' });
  const news = createElement('div', { class: 'news', role: 'status' });
  const veils = createElement('div');
  const toolbar = createElement('div', { role: 'toolbar', 'aria-label': 'Falloff' }, summary);
  const sheet = createElement('div', {}, veils, toolbar, news);
  host.root.append(sheet);
  summarize();

  const viewport = (): Box => ({ left: 0, top: 0, right: innerWidth, bottom: innerHeight });

  function partOf({ element, clips }: Badge, view = viewport()): Box | null {
    return visiblePart(element.getBoundingClientRect(), [
      view,
      ...clips.map((clip) => clip.getBoundingClientRect()),
    ]);
  }

  /** Reads all places before it writes any, so that the page's layout is done once at most. */
  function follow(): boolean {
    const view = viewport();
    const places = [...badges.values()].map((badge) => {
      const part = badge.isShown ? partOf(badge, view) : null;
      const holes = badge.covers.flatMap((cover) => cover?.getBoundingClientRect() ?? []);
      const hole = part && holeIn(part, holes);
      return { badge, part, hole };
    });
    return places.map(({ badge, part, hole }) => place(badge, part, hole)).includes(true);
  }

  function place(badge: Badge, part: Box | null, hole: Box | null): boolean {
    const state = JSON.stringify([part, hole, badge.isClear, style]);
    if (state === badge.state) return false;
    if (badge.state === '') append(badge);
    badge.state = state;
    placeButton(badge, part && badge.isClear ? badgePlace(part, style.corner) : null);
    placeVeil(badge, style.hasVeils ? part : null, hole);
    return true;
  }

  /** Not before its first place: while pictures come into view the page's layout is still being read. */
  function append({ element, parts: { button, veil } }: Badge): void {
    veils.append(veil);
    toolbar.append(button);
    loop.attend(element);
  }

  function placeButton(badge: Badge, corner: BadgeCorner | null): void {
    const { button } = badge.parts;
    const isPlaced = corner !== null;
    if (isPlaced !== badge.isPlaced) {
      badge.isPlaced = isPlaced;
      if (!isPlaced && host.root.activeElement === button) summary.focus();
      button.hidden = !isPlaced;
      summarize();
    }
    if (!corner) return;
    Object.assign(badge, corner);
    button.style.transform = `translate(${corner.x}px, ${corner.y}px)`;
    button.toggleAttribute('data-flipped', corner.x + LABEL_ROOM > innerWidth);
  }

  function placeVeil(badge: Badge, part: Box | null, hole: Box | null): void {
    const { veil, reveal } = badge.parts;
    veil.hidden = part === null;
    badge.reveal = part && revealPlace(part);
    reveal.hidden = badge.reveal === null;
    if (!part) return;
    // Else a line of the picture would be seen where its edge is not a pixel's.
    const [left, top] = [Math.floor(part.left), Math.floor(part.top)];
    const [right, bottom] = [Math.ceil(part.right), Math.ceil(part.bottom)];
    Object.assign(veil.style, {
      transform: `translate(${left}px, ${top}px)`,
      inlineSize: `${right - left}px`,
      blockSize: `${bottom - top}px`,
      clipPath: hole ? veilPath({ left, top, right, bottom }, hole) : '',
    });
  }

  function tick(): void {
    if (!isAlive()) return;
    host.attach();
    sheet.style.zoom = String(1 / host.element.currentCSSZoom);
    const opacities: Opacities = new Map();
    ticks += 1;
    const all = [...badges.values()];
    for (const badge of all) look(badge, opacities);
    lookForCovers(all);
    keepInFront();
    announce();
  }

  function look(badge: Badge, opacities: Opacities): void {
    const { element } = badge;
    const parent = composedParent(element);
    if (parent !== badge.parent) Object.assign(badge, { parent, clips: clippingAncestors(element) });
    badge.isShown = isShown(element, opacities);
    const part = style.hasVeils && badge.isShown ? partOf(badge) : null;
    badge.covers = part ? coversOf(badge, part) : [];
  }

  /** Over as many as there is time for, in turn. */
  function lookForCovers(all: Badge[]): void {
    const end = performance.now() + COVERS_MS;
    for (const badge of all.slice(turn)) {
      turn += 1;
      if (lookForCover(badge)) {
        // What has come over one picture may well lie over others.
        all.forEach(lookForCover);
        loop.hurry();
        return;
      }
      if (performance.now() > end) return;
    }
    turn = 0;
  }

  function meet(): void {
    const opacities: Opacities = new Map();
    for (const badge of badges.values()) if (!badge.parent) lookFirst(badge, opacities);
  }

  function lookFirst(badge: Badge, opacities: Opacities): void {
    look(badge, opacities);
    badge.isClear = wereClear.delete(badge.element);
    if (!badge.isClear) lookForCover(badge);
    if (!badge.isShown) loop.hurry();
  }

  /** Whether it is another than at the last look. */
  function lookForCover(badge: Badge): boolean {
    const before = badge.isClear;
    const part = badge.isShown ? partOf(badge) : null;
    badge.isClear = part === null || !isCoveredIn(badge.element, part);
    return badge.isClear !== before;
  }

  /** Some points at a time: each costs a hit test. */
  function coversOf({ element, covers }: Badge, part: Box): (Element | null)[] {
    return [...samplePoints(part)].map((point, i) =>
      covers[i] === undefined || i % TICKS_PER_ROUND === ticks % TICKS_PER_ROUND
        ? (coverAt(element, point, coverOptions)?.element ?? null)
        : covers[i],
    );
  }

  function isCoveredIn(element: Element, part: Box): boolean {
    const { x, y } = badgePlace(part, style.corner);
    const centre = [x + BADGE_SIDE / 2, y + BADGE_SIDE / 2] as const;
    const [across, down] = [part.left + part.right, part.top + part.bottom];
    const opposite = [across - centre[0], down - centre[1]] as const;
    return isCovered(element, [centre, [across / 2, down / 2], opposite], coverOptions);
  }

  /** What the page has put into the top layer since would lie over the badges of the pictures in it. */
  function keepInFront(): void {
    const before = fronts;
    fronts = new Set([...badges.keys()].map(frontOf).filter((front) => front !== null));
    if ([...fronts].some((front) => !before.has(front))) host.raise();
  }

  function announce(): void {
    const count = flaggedInView().length;
    if (news.dataset.count === String(count)) return;
    news.dataset.count = String(count);
    news.dataset.text = count === 0 ? '' : wordsFor(count);
  }

  function summarize(): void {
    sheet.hidden = badges.size === 0;
    const count = flaggedInView().length;
    const text = count === 0 ? wordsFor(0) : `${wordsFor(count)}, reached with the arrow keys`;
    if (text === summary.ariaLabel) return;
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
      .map(({ parts }) => parts.button);
  }

  const loop = createMotionLoop({ meet, follow, tick }, signal);
  document.addEventListener('fullscreenchange', host.raise, { signal });

  return {
    setStyle(changed) {
      style = changed;
      if (badges.size > 0) loop.start();
    },
    add(element) {
      if (badges.has(element)) return;
      host.attach();
      if (frontOf(element)) host.raise();
      const parts = createBadgeParts();
      badges.set(element, {
        ...{ element, parts, parent: null, clips: [] },
        ...{ isShown: false, isClear: false, covers: [] },
        ...{ isPlaced: false, reveal: null, state: '', x: 0, y: 0 },
      });
      summarize();
      loop.start();
    },
    remove(element) {
      const badge = badges.get(element);
      if (!badge) return;
      const { button, veil } = badge.parts;
      if (host.root.activeElement === button) summary.focus();
      badges.delete(element);
      loop.ignore(element);
      if (badge.isClear) wereClear.add(element);
      button.remove();
      veil.remove();
      if (hovered === badge) hovered = null;
      if (badges.size === 0) loop.stop();
      summarize();
    },
    setFace(element, face) {
      const badge = badges.get(element);
      if (!badge || (!face && !isFlagged(badge))) return;
      if (!face && host.root.activeElement === badge.parts.button) summary.focus();
      showFace(badge.parts, face);
      summarize();
    },
    hitAt(x, y) {
      const veiled = [...badges.values()].flatMap(({ element, parts, reveal }) =>
        reveal && !parts.veil.hidden && parts.veil.dataset.action !== 'badge' ? [{ element, ...reveal }] : [],
      );
      const badge = badgeAt(placed().filter(isFlagged), x, y);
      const hit = badge ?? badgeAt(veiled, x, y, REVEAL.width, REVEAL.height);
      const cover = hit && coverAt(hit.element, [x, y], coverOptions);
      // A badge is seen on captions, too; a veil has a hole for them.
      if (!hit || (cover && (cover.floats || !badge))) return null;
      return { element: hit.element, part: badge ? 'badge' : 'reveal' };
    },
    hover(x, y) {
      const badge = badgeAt(placed(), x, y);
      if (badge === hovered) return;
      hovered?.parts.button.removeAttribute('data-hovered');
      badge?.parts.button.setAttribute('data-hovered', '');
      hovered = badge;
    },
    elementOf(part) {
      for (const { element, parts } of badges.values()) if (parts.button.contains(part)) return element;
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

const isFlagged = ({ parts }: Badge): boolean => !parts.button.disabled;

const wordsFor = (count: number): string =>
  `Falloff: ${count || 'no'} flagged ${count > 1 ? 'pictures' : 'picture'} in view`;

/** What holds the element in the top layer, if anything does. */
function frontOf(element: Element): Element | null {
  for (let part: Element | null = element; part; part = composedParent(part)) {
    if (part.matches(':modal, :popover-open, :fullscreen')) return part;
  }
  return null;
}

const KEY_STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
