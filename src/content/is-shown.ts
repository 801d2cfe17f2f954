import { type Opacities, paintedOpacity } from './painted-opacity.ts';

/** What is painted fainter is as good as gone. */
const LEAST_OPACITY = 0.1;

/** Whether a reader can see the picture, as far as styles say. */
export function isShown(element: Element, opacities: Opacities = new Map()): boolean {
  const isSeen = (painter: Element): boolean =>
    painter.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) &&
    paintedOpacity(painter, opacities) >= LEAST_OPACITY;
  if (isSeen(element)) return true;
  const twin = element instanceof HTMLImageElement ? paintedTwin(element) : null;
  return twin !== null && isSeen(twin);
}

/** Some sites make the `<img>` transparent and paint the same picture as the background of its sibling. */
function paintedTwin(image: HTMLImageElement): Element | null {
  const twin = image.previousElementSibling;
  const isTwin =
    image.currentSrc && twin && getComputedStyle(twin).backgroundImage.includes(image.currentSrc);
  return isTwin ? twin : null;
}
