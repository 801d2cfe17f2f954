import { urlsIn } from './urls-in.ts';

const BOXES = [null, '::before', '::after'] as const;

/**
 * Addresses of the pictures that styles give an element, its `::before` and its `::after`, front ones first. Of an
 * `image-set()` all are named; only the chosen one is ever loaded.
 */
export function styleAddresses(element: Element): string[] {
  if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) return [];
  return BOXES.flatMap((box) => {
    const { content, backgroundImage } = getComputedStyle(element, box);
    // A pseudo-element without content is not there, whatever its other styles say.
    return box && content === 'none' ? [] : [...urlsIn(content), ...urlsIn(backgroundImage)];
  });
}
