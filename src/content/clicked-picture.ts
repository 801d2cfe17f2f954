import { composedParent } from './clipping-ancestors.ts';

interface ClickedPicture {
  element: Element | null;
  address: string;
  x: number;
  y: number;
}

/** Remembers the reader's last right click; what it returns finds the picture that was meant. */
export function watchContextClicks(signal: AbortSignal): (srcUrl: string | null) => ClickedPicture | null {
  let last: { target: WeakRef<EventTarget>; x: number; y: number } | null = null;

  window.addEventListener(
    'contextmenu',
    (event) => {
      const target = event.composedPath()[0];
      if (event.isTrusted && target)
        last = { target: new WeakRef(target), x: event.clientX, y: event.clientY };
    },
    { capture: true, passive: true, signal },
  );

  return (srcUrl) => {
    const { x, y } = last ?? { x: innerWidth / 2, y: innerHeight / 2 };
    const image = pictureAt(last?.target.deref() ?? null, x, y, srcUrl);
    const address = image?.currentSrc || srcUrl;
    return address ? { element: image, address, x, y } : null;
  };
}

/** The clicked picture itself, one under the same point behind overlays, or any that shows the address. */
function pictureAt(
  target: EventTarget | null,
  x: number,
  y: number,
  srcUrl: string | null,
): HTMLImageElement | null {
  if (target instanceof Element && isPicture(target)) return target;
  const images = elementsAt(document, x, y).filter(isPicture);
  if (srcUrl === null) return images[0] ?? pictureInside(target);
  return [...images, ...document.images].find(({ currentSrc }) => currentSrc === srcUrl) ?? null;
}

/** A shadow root's own answer may name elements of the trees around it. */
function elementsAt(root: Document | ShadowRoot, x: number, y: number): Element[] {
  return root
    .elementsFromPoint(x, y)
    .filter((element) => element.getRootNode() === root)
    .flatMap((element) =>
      element.shadowRoot ? [...elementsAt(element.shadowRoot, x, y), element] : [element],
    );
}

/** The only picture in what was clicked or in what directly wraps it, such as a link or a `<figure>`. */
function pictureInside(target: EventTarget | null): HTMLImageElement | null {
  for (const wrapper of target instanceof Element ? [target, composedParent(target)] : []) {
    const images = wrapper?.querySelectorAll('img');
    if (images?.length === 1) return images[0] ?? null;
  }
  return null;
}

const isPicture = (element: Element): element is HTMLImageElement =>
  element instanceof HTMLImageElement && element.currentSrc !== '';
