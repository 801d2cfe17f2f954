import { composedParent } from './clipping-ancestors.ts';

/** Opacities of elements as they are painted, each looked up once: good for one look at the page. */
export type Opacities = Map<Element, number>;

/** The opacity that an element is painted with, that of its ancestors included. */
export function paintedOpacity(element: Element | null, known: Opacities): number {
  if (!element) return 1;
  let opacity = known.get(element);
  if (opacity === undefined) {
    opacity = Number(getComputedStyle(element).opacity) * paintedOpacity(composedParent(element), known);
    known.set(element, opacity);
  }
  return opacity;
}
