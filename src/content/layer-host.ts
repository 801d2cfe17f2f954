import styles from './layer.css?inline';

/** The same for every instance and every reader: it says that Falloff is here, which its presence says anyway. */
const MARKER = 'data-falloff';

/** The one element that is added to a page, with everything shown inside its closed root. */
export interface LayerHost {
  readonly root: ShadowRoot;
  readonly element: HTMLElement;
  /** Puts the element into the page, or back in where the page took it out. */
  attach(): void;
  /** Lifts it above whatever the page put into the top layer since. */
  raise(): void;
  addStyles(text: string): void;
}

/**
 * A plain `<div>`, for a custom element's name could be claimed by the page and its closed root read through
 * `attachInternals`. It has no size: even without pointer events it would otherwise count as occluding whatever the
 * page watches with `IntersectionObserver`'s `trackVisibility`.
 */
export function createLayerHost(signal: AbortSignal): LayerHost {
  const element = document.createElement('div');
  element.setAttribute(MARKER, '');
  element.popover = 'manual';
  const root = element.attachShadow({ mode: 'closed' });
  addStyles(styles);
  signal.addEventListener('abort', () => element.remove());

  function addStyles(text: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets.push(sheet);
  }

  function attach(): void {
    if (element.isConnected || signal.aborted) return;
    document.documentElement.append(element);
    element.showPopover();
  }

  function raise(): void {
    if (!element.isConnected || root.querySelector('dialog[open]')) return;
    if (element.matches(':popover-open')) element.hidePopover();
    element.showPopover();
  }

  return { root, element, attach, raise, addStyles };
}

/**
 * Removes the layer of an instance from before a reload of the extension, which may live in another JavaScript world
 * and out of reach. That instance does not put it back: it looks first whether its own extension still lives. A page
 * that imitates the marker loses its imitation.
 */
export function removeOlderLayers(): void {
  for (const layer of document.querySelectorAll(`:root > div[${MARKER}]`)) layer.remove();
}
