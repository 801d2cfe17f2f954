/** Elements that show a picture as their content, whatever their styles add. */
export const CONTENT_SELECTOR = 'img, input[type=image], video[poster], object[data], embed[src], image';

/** Address of the picture that an element has as its content; null where that is none. */
export function contentAddress(element: Element): string | null {
  // Of most elements this is false, and cheaper to ask than what follows.
  return (element.matches(CONTENT_SELECTOR) && addressOf(element)) || null;
}

function addressOf(element: Element): string {
  if (element instanceof HTMLImageElement) return element.currentSrc;
  if (element instanceof HTMLInputElement) return element.type === 'image' ? element.src : '';
  if (element instanceof HTMLVideoElement) return element.played.length === 0 ? element.poster : '';
  if (element instanceof HTMLObjectElement) return element.data;
  if (element instanceof HTMLEmbedElement) return element.src;
  if (element instanceof SVGImageElement) {
    return URL.parse(element.href.baseVal, element.baseURI)?.href ?? '';
  }
  return '';
}
