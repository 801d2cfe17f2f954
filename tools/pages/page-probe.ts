/** What a page's probe has seen, from inside the page. Names are those of the pictures' files. */
export interface ProbeReport {
  /** Pictures of 128 pixels and more that were shown at 64 CSS pixels and more, in view. */
  expected: string[];
  /** Those of them that had a badge, blank or not, inside what was to be seen of them. */
  found: string[];
  /** Those that had a badge with a face. */
  badged: string[];
  /** One line for each badge and moment that was wrong. */
  misplaced: string[];
  /** ms from when the first badge's picture had been loaded and was in view. */
  firstBadgeMs: number | null;
  /** Tasks of more than 50 ms on the clock. */
  longTasks: number;
  layoutShift: number;
}

interface Probe {
  root: ShadowRoot | null;
  sample(isSettled: boolean): void;
  report(): ProbeReport;
}

declare global {
  interface Window {
    pageProbe: Probe;
  }
}

/**
 * Watches a page from its first moment on; runs in the page before anything else, as text, and so refers to nothing
 * outside itself. Ten times a second, and at every frame until the first badge is seen, it compares boxes, just after a
 * frame was painted: what it reads then is what the reader sees.
 */
export function installProbe(): void {
  const EVERY_MS = 100;
  const SMALLEST = 128;
  const SHOWN = 64;
  const TOLERANCE = 1;

  const inView = new Map<string, number>();
  const found = new Set<string>();
  const badged = new Set<string>();
  const misplaced: string[] = [];
  let longTasks = 0;
  let firstBadge: { name: string; at: number } | null = null;
  let layoutShift = 0;

  performance.setResourceTimingBufferSize(5_000);
  new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & {
      value: number;
      hadRecentInput: boolean;
    })[])
      if (!entry.hadRecentInput) layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });

  interface Box {
    left: number;
    top: number;
    right: number;
    bottom: number;
  }
  const meet = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  });
  const isEmpty = ({ left, top, right, bottom }: Box): boolean => left >= right || top >= bottom;
  const holds = (outer: Box, { left, top, right, bottom }: Box): boolean =>
    left >= outer.left - TOLERANCE &&
    top >= outer.top - TOLERANCE &&
    right <= outer.right + TOLERANCE &&
    bottom <= outer.bottom + TOLERANCE;

  function visibleBox(element: Element): Box {
    let box: Box = meet(element.getBoundingClientRect(), {
      ...{ left: 0, top: 0 },
      ...{ right: innerWidth, bottom: innerHeight },
    });
    for (let parent = element.parentElement; parent && !isEmpty(box); parent = parent.parentElement) {
      if (parent === document.body) break;
      if (getComputedStyle(parent).overflow !== 'visible') box = meet(box, parent.getBoundingClientRect());
    }
    return box;
  }

  const nameOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

  function visiblePictures(): { name: string; element: Element; box: Box; isLoaded: boolean }[] {
    return [...document.querySelectorAll<HTMLElement>('img, [data-picture]')].flatMap((element) => {
      const isImage = element instanceof HTMLImageElement;
      if (isImage && Math.min(element.naturalWidth, element.naturalHeight) < SMALLEST) return [];
      const box = visibleBox(element);
      if (isEmpty(box) || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        return [];
      const name = isImage ? nameOf(element.currentSrc) : (element.dataset.picture ?? '');
      // While the next picture loads, its address is the element's already and the one before still shown.
      return [{ name, element, box, isLoaded: !isImage || element.complete }];
    });
  }

  /** Whether something that floats over the page lies between the picture and the reader. */
  function isCovered(element: Element, { left, top, right, bottom }: Box): boolean {
    let above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    for (; above && !above.contains(element); above = above.parentElement)
      if (/fixed|sticky/.test(getComputedStyle(above).position)) return true;
    return false;
  }

  function sample(isSettled: boolean): void {
    const now = performance.now();
    const pictures = visiblePictures();
    for (const { name, box, isLoaded } of pictures) {
      const isLarge = box.right - box.left >= SHOWN && box.bottom - box.top >= SHOWN;
      if (isLoaded && isLarge && !inView.has(name)) inView.set(name, now);
    }
    const taken = new Set<Element>();
    for (const badge of probe.root?.querySelectorAll<HTMLButtonElement>('.badge:not([hidden])') ?? []) {
      const box = badge.getBoundingClientRect();
      const under = pictures.filter((picture) => holds(picture.box, box));
      const open = isSettled
        ? under.filter(({ element }) => !isCovered(element, box) && !taken.has(element))
        : under;
      if (open.length === 0)
        misplaced.push(
          `${Math.round(now)} ms: (${Math.round(box.x)}, ${Math.round(box.y)}), ${under.length} under it`,
        );
      for (const { name, element, isLoaded } of open) {
        taken.add(element);
        if (!isLoaded) continue;
        found.add(name);
        if (badge.disabled) continue;
        badged.add(name);
        firstBadge ??= { name, at: now };
      }
    }
  }

  const probe: Probe = {
    root: null,
    sample,
    report() {
      const loaded = performance
        .getEntriesByType('resource')
        .find(({ name }) => firstBadge && nameOf(name) === firstBadge.name);
      const since = Math.max(
        (loaded as PerformanceResourceTiming | undefined)?.responseEnd ?? 0,
        inView.get(firstBadge?.name ?? '') ?? 0,
      );
      return {
        ...{ expected: [...inView.keys()], found: [...found], badged: [...badged] },
        ...{ misplaced, longTasks, layoutShift },
        firstBadgeMs: firstBadge && firstBadge.at - since,
      };
    },
  };
  window.pageProbe = probe;

  const { port1: painted, port2: paint } = new MessageChannel();
  painted.onmessage = () => {
    if (document.body) sample(false);
    setTimeout(next, firstBadge || !probe.root ? EVERY_MS : 0);
  };
  const next = (): number => requestAnimationFrame(() => paint.postMessage(null));
  next();
}
