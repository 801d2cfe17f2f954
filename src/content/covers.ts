import { composedParent } from './clipping-ancestors.ts';

/** Something of the page that lies over a picture at a point. */
export interface Cover {
  element: Element;
  /** Whether it floats over the page, as a sticky bar or the page's own dialog does. */
  floats: boolean;
}

type Point = readonly [x: number, y: number];

/** What is known of the page without looking at it. */
export interface CoverOptions {
  /** Holds all that is ours, which covers nothing. */
  layer: Element;
  /** Whether an element shows a picture that nothing can be seen through. */
  isPicture: (element: Element) => boolean;
}

/**
 * The topmost thing that the reader sees at a point in an element's stead. Links and captions without a ground of their
 * own do not count, nor do empty pictures and watermarks, all of which many sites stretch over their pictures.
 */
export function coverAt(element: Element, [x, y]: Point, { layer, isPicture }: CoverOptions): Cover | null {
  // Most pictures have nothing over them, and this is much cheaper to ask than what follows.
  if (document.elementFromPoint(x, y) === element) return null;
  const passed = new Set<Element>([layer]);
  for (let parent: Element | null = element; parent; parent = composedParent(parent)) passed.add(parent);
  for (const above of elementsAt(document, x, y)) {
    if (above !== layer && passed.has(above)) return null;
    for (let part: Element | null = above; part && !passed.has(part); part = composedParent(part)) {
      passed.add(part);
      const style = getComputedStyle(part);
      const floats = isFloating(part, style);
      if (floats || isOpaque(part, style, isPicture)) return { element: part, floats };
    }
  }
  return null;
}

/** Whether an element is covered at a point by what floats over it, or at all of these by whatever is opaque. */
export function isCovered(
  element: Element,
  points: readonly [Point, ...Point[]],
  options: CoverOptions,
): boolean {
  const cover = coverAt(element, points[0], options);
  if (!cover || cover.floats) return cover !== null;
  return points.slice(1).every((point) => coverAt(element, point, options) !== null);
}

/** What lies at a point, the topmost first. A shadow root's own answer may name elements of the trees around it. */
function* elementsAt(root: Document | ShadowRoot, x: number, y: number): Generator<Element> {
  for (const element of root.elementsFromPoint(x, y)) {
    if (element.getRootNode() !== root) continue;
    if (element.shadowRoot) yield* elementsAt(element.shadowRoot, x, y);
    yield element;
  }
}

const isFloating = (element: Element, { position }: CSSStyleDeclaration): boolean =>
  position === 'fixed' || position === 'sticky' || element.matches(':modal, :popover-open, :fullscreen');

const isOpaque = (
  element: Element,
  { opacity, backgroundColor }: CSSStyleDeclaration,
  isPicture: CoverOptions['isPicture'],
): boolean =>
  Number(opacity) > 0.9 &&
  (backgroundColor.startsWith('rgb(') || element.matches('video, iframe') || isPicture(element));
