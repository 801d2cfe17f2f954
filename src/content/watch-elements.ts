import { CONTENT_SELECTOR } from './content-address.ts';
import { inSpareTime } from './in-spare-time.ts';

/** What can change the picture that an element shows; of other attributes only the pictures that they bring are noticed. */
const ATTRIBUTES = ['src', 'srcset', 'sizes', 'poster', 'data', 'href', 'type', 'class', 'style'];
/** Styles that hovering changes are mostly those of what is close to the pointer. */
const HOVERED_ANCESTORS = 5;

interface ElementListener {
  /** An element that may have a picture as its content came or changed; `restyled` follows. */
  changed(element: Element): void;
  /** The element's styles may have changed. Called in the page's spare time. */
  restyled(element: Element): void;
  /** Elements were taken out of the document. */
  removed(): void;
}

export interface ElementWatch {
  /** Has `restyled` called for the element. */
  recheck(element: Element): void;
  /** Has it called for all elements. */
  recheckAll(): void;
  /** Looks for shadow roots of custom elements that were not defined when they were found. */
  recheckUndefined(): void;
}

/** Tells of the document's elements, those in open shadow roots included, until the signal aborts. */
export function watchElements(
  { changed, restyled, removed }: ElementListener,
  signal: AbortSignal,
): ElementWatch {
  const reachedRoots = new WeakSet<Node>();
  const undefinedElements = new Set<Element>();
  const unchecked = new Set<Element>();
  const uncheckedTrees = new Set<Document | ShadowRoot | Element>();
  const wake = inSpareTime(step, signal);
  const options = { capture: true, passive: true, signal };

  const mutations = new MutationObserver((records) => {
    for (const { type, target, addedNodes, attributeName } of records) {
      for (const node of addedNodes) if (node instanceof Element) search(node);
      if (type === 'childList' || !(target instanceof Element)) continue;
      if (attributeName === 'class') recheckTree(target);
      else recheck(target);
      if (attributeName !== 'style' && target.matches(CONTENT_SELECTOR)) changed(target);
    }
    if (records.some(({ removedNodes }) => removedNodes.length > 0)) removed();
  });

  function step(): boolean {
    for (const element of unchecked) {
      unchecked.delete(element);
      if (!element.isConnected) return true;
      if (element.shadowRoot) reach(element.shadowRoot);
      if (element.matches(':not(:defined)')) undefinedElements.add(element);
      restyled(element);
      return true;
    }
    for (const tree of uncheckedTrees) {
      uncheckedTrees.delete(tree);
      if (tree instanceof Element) unchecked.add(tree);
      for (const element of tree.querySelectorAll('*')) {
        unchecked.add(element);
        if (element.shadowRoot) uncheckedTrees.add(element.shadowRoot);
      }
      return true;
    }
    return false;
  }

  function recheck(element: Element): void {
    unchecked.add(element);
    wake();
  }

  function recheckTree(tree: Document | ShadowRoot | Element): void {
    uncheckedTrees.add(tree);
    wake();
  }

  function search(tree: Document | ShadowRoot | Element): void {
    if (tree instanceof Element && tree.matches(CONTENT_SELECTOR)) changed(tree);
    tree.querySelectorAll(CONTENT_SELECTOR).forEach(changed);
    recheckTree(tree);
  }

  function reach(root: Document | ShadowRoot): void {
    if (reachedRoots.has(root)) return;
    reachedRoots.add(root);
    mutations.observe(root, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
    // These neither bubble nor leave a shadow root.
    for (const type of ['load', 'play']) {
      root.addEventListener(
        type,
        ({ target }) => {
          if (!(target instanceof Element)) return;
          if (target.matches('style, link[rel~=stylesheet]')) recheckTree(document);
          if (!target.matches(CONTENT_SELECTOR)) return;
          changed(target);
          recheck(target);
        },
        options,
      );
    }
    search(root);
  }

  reach(document);
  // Custom elements defined by late scripts have their shadow roots by now.
  window.addEventListener('load', () => recheckTree(document), { signal });
  window.addEventListener(
    'pointerover',
    (event) => {
      for (const target of event.composedPath().slice(0, HOVERED_ANCESTORS)) {
        if (target instanceof Element) recheck(target);
      }
    },
    options,
  );
  signal.addEventListener('abort', () => mutations.disconnect());

  return {
    recheck,
    recheckAll: () => recheckTree(document),
    recheckUndefined() {
      for (const element of undefinedElements) {
        if (element.isConnected && element.matches(':not(:defined)')) continue;
        undefinedElements.delete(element);
        recheck(element);
      }
    },
  };
}
