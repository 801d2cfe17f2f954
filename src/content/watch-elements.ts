import { CONTENT_SELECTOR } from './content-address.ts';
import { inSpareTime } from './in-spare-time.ts';

/** What can change the picture that an element shows; of other attributes only the pictures that they bring are noticed. */
const ATTRIBUTES = ['src', 'srcset', 'sizes', 'poster', 'data', 'href', 'type', 'class', 'style'];
/** Styles that hovering changes are mostly those of what is close to the pointer. */
const HOVERED_ANCESTORS = 5;

type Tree = Document | ShadowRoot | Element;

interface ElementListener {
  /** An element that may have a picture as its content came or changed; `restyled` follows. */
  changed(element: Element): void;
  /** The element's styles may have changed; `isThorough` where there is a reason to think so. Called in the page's spare time. */
  restyled(element: Element, isThorough: boolean): void;
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
  /** With whether to check thoroughly. */
  const unchecked = new Map<Element, boolean>();
  const uncheckedTrees = new Map<Tree, boolean>();
  const wake = inSpareTime(step, signal);
  const options = { capture: true, passive: true, signal };

  const mutations = new MutationObserver((records) => {
    let hasRemoved = false;
    for (const record of records) {
      if (record.type === 'childList') {
        for (const node of record.addedNodes) if (node instanceof Element) search(node);
        hasRemoved ||= record.removedNodes.length > 0;
      } else onAttribute(record);
    }
    if (hasRemoved) removed();
  });

  function onAttribute({ target, attributeName }: MutationRecord): void {
    if (!(target instanceof Element)) return;
    if (attributeName === 'class') {
      recheckTree(target, false);
      return;
    }
    recheck(target, false);
    if (attributeName !== 'style' && target.matches(CONTENT_SELECTOR)) changed(target);
  }

  function step(): boolean {
    for (const [element, isThorough] of unchecked) {
      unchecked.delete(element);
      if (!element.isConnected) return true;
      if (element.shadowRoot) reach(element.shadowRoot);
      if (element.matches(':not(:defined)')) undefinedElements.add(element);
      restyled(element, isThorough);
      return true;
    }
    for (const [tree, isThorough] of uncheckedTrees) {
      uncheckedTrees.delete(tree);
      if (tree instanceof Element) recheck(tree, isThorough);
      for (const element of tree.querySelectorAll('*')) {
        recheck(element, isThorough);
        if (element.shadowRoot) recheckTree(element.shadowRoot, isThorough);
      }
      return true;
    }
    return false;
  }

  const recheck = (element: Element, isThorough: boolean): void => note(unchecked, element, isThorough);
  const recheckTree = (tree: Tree, isThorough: boolean): void => note(uncheckedTrees, tree, isThorough);

  function note<Part>(parts: Map<Part, boolean>, part: Part, isThorough: boolean): void {
    parts.set(part, isThorough || parts.get(part) === true);
    wake(isThorough);
  }

  function search(tree: Tree): void {
    if (tree instanceof Element && tree.matches(CONTENT_SELECTOR)) changed(tree);
    tree.querySelectorAll(CONTENT_SELECTOR).forEach(changed);
    recheckTree(tree, false);
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
          if (target.matches('style, link[rel~=stylesheet]')) recheckTree(document, true);
          if (!target.matches(CONTENT_SELECTOR)) return;
          changed(target);
          recheck(target, true);
        },
        options,
      );
    }
    search(root);
  }

  reach(document);
  // Custom elements defined by late scripts have their shadow roots by now.
  window.addEventListener('load', () => recheckTree(document, false), { signal });
  window.addEventListener(
    'pointerover',
    (event) => {
      for (const target of event.composedPath().slice(0, HOVERED_ANCESTORS)) {
        if (target instanceof Element) recheck(target, true);
      }
    },
    options,
  );
  signal.addEventListener('abort', () => mutations.disconnect());

  return {
    recheck: (element) => recheck(element, true),
    recheckAll: () => recheckTree(document, true),
    recheckUndefined() {
      for (const element of undefinedElements) {
        if (element.isConnected && element.matches(':not(:defined)')) continue;
        undefinedElements.delete(element);
        recheck(element, true);
      }
    },
  };
}
