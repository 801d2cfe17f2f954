import { SMALLEST_SIDE } from '../spectrum/tiles.ts';
import { composedParent } from './clipping-ancestors.ts';
import { CONTENT_SELECTOR, contentAddress } from './content-address.ts';
import { loadedPicture } from './loaded-picture.ts';
import { shadowRootOf } from './shadow-root-of.ts';
import { styleAddresses } from './style-addresses.ts';

/** Smaller pictures hold a place open, or count visits. */
const LEAST_SIDE = 16;
/** Around what was clicked, pictures are looked for that let clicks through. */
const WRAPPERS = 3;
const MOST_WRAPPED = 500;

/** An element with the address of the picture that it shows; or null for the pixels that it shows at the moment. */
interface Shown {
  element: Element | null;
  address: string | null;
  /** The smaller of its natural sides, 0 where that is not known. */
  side: number;
}

interface Click {
  x: number;
  y: number;
  /** @param srcUrl the browser's idea of what is under the cursor */
  picture(srcUrl: string | null): Pick<Shown, 'element' | 'address'> | null;
  video(): HTMLVideoElement | null;
}

/** Remembers the reader's last right click; what it returns finds what was meant. */
export function watchContextClicks(signal: AbortSignal): () => Click {
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

  return () => {
    const { x, y } = last ?? { x: innerWidth / 2, y: innerHeight / 2 };
    const target = last?.target.deref() ?? null;
    const elements = elementsUnder(target, x, y);
    return {
      x,
      y,
      picture: (srcUrl) => pictureAmong(elements, srcUrl) ?? pictureInside(target),
      video: () => elements.find((element) => element instanceof HTMLVideoElement) ?? null,
    };
  };
}

/**
 * Of all that lies under the cursor, from the front to the back: the first picture worth judging, in an element before
 * one that styles bring; else what is there though too small; else what the browser names.
 */
function pictureAmong(elements: readonly Element[], srcUrl: string | null): Shown | null {
  const contents = elements.flatMap(contentOf);
  const styles = elements.flatMap(stylesOf);
  const elsewhere = [...document.querySelectorAll(CONTENT_SELECTOR)].flatMap(contentOf);
  const named = [...contents, ...elsewhere].find(({ address }) => address !== null && address === srcUrl);
  const large = ({ side }: Shown): boolean => side >= SMALLEST_SIDE;
  return (
    contents.find(large) ??
    [named, ...contents].find((shown) => shown && shown.side >= LEAST_SIDE) ??
    styles.find(large) ??
    named ??
    (srcUrl === null ? null : { element: null, address: srcUrl, side: 0 }) ??
    contents[0] ??
    styles[0] ??
    null
  );
}

function contentOf(element: Element): Shown[] {
  const address = contentAddress(element);
  if (address !== null) return [{ element, address, side: sideOf(element, address) }];
  if (element instanceof HTMLCanvasElement) {
    return [{ element, address, side: Math.min(element.width, element.height) }];
  }
  const hasFrame =
    element instanceof HTMLVideoElement && element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  return hasFrame ? [{ element, address, side: Math.min(element.videoWidth, element.videoHeight) }] : [];
}

const stylesOf = (element: Element): Shown[] =>
  styleAddresses(element, true).map((address) => ({ element, address, side: sideOf(element, address) }));

function sideOf(element: Element, address: string): number {
  if (!(element instanceof HTMLImageElement)) return loadedPicture(address)?.side ?? 0;
  return Math.min(element.naturalWidth, element.naturalHeight);
}

/** What a click at a point meets, front to back; then what is there but lets clicks through. */
function elementsUnder(target: EventTarget | null, x: number, y: number): Element[] {
  const elements = new Set(elementsAt(document, x, y));
  for (const wrapper of wrappersOf(target, WRAPPERS)) {
    for (const element of [...wrapper.querySelectorAll('*')].slice(0, MOST_WRAPPED)) {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      if (x >= left && x < right && y >= top && y < bottom) elements.add(element);
    }
  }
  return [...elements];
}

/** A shadow root's own answer may name elements of the trees around it. */
function elementsAt(root: Document | ShadowRoot, x: number, y: number): Element[] {
  return root
    .elementsFromPoint(x, y)
    .filter((element) => element.getRootNode() === root)
    .flatMap((element) => {
      const inner = shadowRootOf(element);
      return inner ? [...elementsAt(inner, x, y), element] : [element];
    });
}

/** The only picture in what was clicked or in what directly wraps it, such as a link or a `<figure>`. */
function pictureInside(target: EventTarget | null): Shown | null {
  for (const wrapper of wrappersOf(target, 2)) {
    const shown = [...wrapper.querySelectorAll(CONTENT_SELECTOR)].flatMap(contentOf);
    if (shown.length === 1) return shown[0] ?? null;
  }
  return null;
}

function wrappersOf(target: EventTarget | null, count: number): Element[] {
  const wrappers: Element[] = [];
  let wrapper = target instanceof Element ? target : null;
  for (; wrapper && wrappers.length < count; wrapper = composedParent(wrapper)) wrappers.push(wrapper);
  return wrappers;
}
