import { SMALLEST_SIDE } from '../spectrum/tiles.ts';
import { awaitPictures } from './await-pictures.ts';
import { contentAddress } from './content-address.ts';
import { loadedPicture } from './loaded-picture.ts';
import { styleAddresses } from './style-addresses.ts';
import { watchElements } from './watch-elements.ts';

const MIN_SHOWN_SIDE = 64;
/** A photograph of 128 × 128 pixels is not to be had in fewer characters. */
const MIN_DATA_LENGTH = 2000;
const FONT = /\.(woff2?|[ot]tf)($|\?)/;

interface PictureListener {
  /** An element came into view that shows pictures worth judging, at these addresses. */
  entered(element: Element, addresses: readonly string[]): void;
  left(element: Element): void;
  /** The element went, or shows other pictures from now on. */
  gone(element: Element): void;
}

/** Tells of the document's pictures, those in open shadow roots included, until the signal aborts. */
export function findPictures(listener: PictureListener, signal: AbortSignal): void {
  const shown = new Map<Element, readonly string[]>();
  const inView = new WeakSet<Element>();
  const seenInStyles = new Set<string>();

  const views = new IntersectionObserver((entries) => {
    for (const entry of entries) updateView(entry);
  });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) updateSize(target);
  });
  const loads = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry instanceof PerformanceResourceTiming) updateLoad(entry);
  });
  const awaited = awaitPictures((element) => elements.recheck(element), signal);
  const elements = watchElements({ changed: updateContent, restyled: updateStyles, removed: sweep }, signal);

  function updateView({ target, isIntersecting }: IntersectionObserverEntry): void {
    const addresses = shown.get(target);
    if (!addresses) return;
    if (!target.isConnected) {
      forget(target);
      return;
    }
    const enters = isIntersecting && isShownLarge(target);
    if (isIntersecting && !enters) sizes.observe(target);
    else sizes.unobserve(target);
    if (enters === inView.has(target)) return;
    if (enters) {
      inView.add(target);
      listener.entered(target, addresses);
    } else {
      inView.delete(target);
      listener.left(target);
    }
  }

  /** A picture that grows while in view crosses no edge of it: looking again makes the observer report. */
  function updateSize(element: Element): void {
    if (!isShownLarge(element)) return;
    sizes.unobserve(element);
    views.unobserve(element);
    views.observe(element);
  }

  /** A picture that no style seen so far asks for tells of styles that changed unnoticed: by a style sheet, say. */
  function updateLoad({ name, initiatorType }: PerformanceResourceTiming): void {
    awaited.loaded(name);
    elements.recheckUndefined();
    if (initiatorType === 'css' && !seenInStyles.has(name) && !FONT.test(name)) elements.recheckAll();
  }

  function sweep(): void {
    for (const element of shown.keys()) if (!element.isConnected) forget(element);
    awaited.sweep();
  }

  function updateContent(element: Element): void {
    update(element, contentOf(element));
  }

  function updateStyles(element: Element, isThorough: boolean): void {
    const content = contentOf(element);
    update(element, content.length > 0 ? content : stylesOf(element, isThorough || shown.has(element)));
  }

  function contentOf(element: Element): string[] {
    const address = contentAddress(element);
    if (address === null || !element.isConnected) return [];
    // While the next picture loads, `currentSrc` already names it and the old one is still shown.
    if (element instanceof HTMLImageElement) return element.complete && isLarge(element) ? [address] : [];
    return isJudgeable(element, address) ? [address] : [];
  }

  function stylesOf(element: Element, isThorough: boolean): string[] {
    const addresses = styleAddresses(element, isThorough);
    for (const address of addresses) seenInStyles.add(address);
    return addresses.filter((address) => isJudgeable(element, address));
  }

  function isJudgeable(element: Element, address: string): boolean {
    // Its size is found out by the engine.
    if (address.startsWith('data:'))
      return address.length >= MIN_DATA_LENGTH && !/^data:image\/svg/.test(address);
    const picture = loadedPicture(address);
    if (!picture) awaited.add(address, element);
    return picture !== null && picture.side >= SMALLEST_SIDE;
  }

  function update(element: Element, addresses: readonly string[]): void {
    const known = shown.get(element) ?? [];
    if (addresses.length === known.length && addresses.every((address, i) => address === known[i])) return;
    forget(element);
    if (addresses.length === 0) return;
    shown.set(element, addresses);
    views.observe(element);
  }

  function forget(element: Element): void {
    if (!shown.delete(element)) return;
    views.unobserve(element);
    sizes.unobserve(element);
    inView.delete(element);
    listener.gone(element);
  }

  loads.observe({ type: 'resource', buffered: true });
  signal.addEventListener('abort', () => {
    views.disconnect();
    sizes.disconnect();
    loads.disconnect();
  });
}

const isLarge = ({ naturalWidth, naturalHeight }: HTMLImageElement): boolean =>
  Math.min(naturalWidth, naturalHeight) >= SMALLEST_SIDE;

/** As laid out: a picture that is being zoomed in will not tell when that has ended. */
function isShownLarge(element: Element): boolean {
  if (element instanceof HTMLElement) {
    return element.offsetWidth >= MIN_SHOWN_SIDE && element.offsetHeight >= MIN_SHOWN_SIDE;
  }
  const { width, height } = element.getBoundingClientRect();
  return width >= MIN_SHOWN_SIDE && height >= MIN_SHOWN_SIDE;
}
