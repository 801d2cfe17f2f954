import type { CDPSession, Frame, Page } from '@playwright/test';

/** What the extension shows in one frame. */
export interface LayerState {
  /** Badges with a face, in the order of the layer. */
  flagged: BadgeState[];
  /** Number of pictures in view that are followed, flagged or not. */
  followed: number;
  /** What lies over the pictures, flagged or not, in the order of the layer. */
  veils: (Rect & { action: string; isShown: boolean; clipPath: string; reveal: Rect })[];
  /** What was last said to screen readers. */
  news: string;
  /** Accessible name of what has the focus inside the layer. */
  focused: string | null;
  card: { verdict: string; name: string; words: string[]; x: number; y: number } | null;
}

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface BadgeState extends Rect {
  look: string;
  name: string;
  isShown: boolean;
}

interface Node {
  backendNodeId: number;
  documentURL?: string;
  contentDocument?: Node;
  attributes?: string[];
  children?: Node[];
  shadowRoots?: Node[];
}

/** The layer of a page's main frame or of the given frame; null where there is none. */
export async function readLayer(target: Page | Frame): Promise<LayerState | null> {
  return withShadowRoot(target, describeLayer);
}

/** Presses a button of the open card with the mouse. */
export async function cardButton(page: Page, text: string): Promise<{ x: number; y: number }> {
  const boxes = await withShadowRoot(page, buttonCentres);
  const centre = boxes?.[text];
  if (!centre) throw new Error(`the card has no button "${text}"`);
  return centre;
}

/** Opens the layer's root to the page's own world, for tools that look through open ones. */
export async function exposeLayer(page: Page): Promise<void> {
  await withShadowRoot(page, function (this: ShadowRoot) {
    Object.defineProperty(this.host, 'shadowRoot', { value: this });
  });
}

/**
 * Only the debugger reaches a closed shadow root: the function runs with the root as `this`. Functions travel as
 * text, so they must not refer to anything outside themselves.
 */
export async function withShadowRoot<Result>(
  target: Page | Frame,
  read: (this: ShadowRoot) => Result,
): Promise<Result | null> {
  const session = await openSession(target);
  try {
    const { root: top } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    const root = findRoot(top, target.url());
    if (!root) return null;
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: root.backendNodeId });
    const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId ?? '',
      functionDeclaration: read.toString(),
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Result;
  } finally {
    await session.detach();
  }
}

/** Frames of another site run in a process of their own and have a session of their own, others share the page's. */
async function openSession(target: Page | Frame): Promise<CDPSession> {
  if (!('page' in target)) return target.context().newCDPSession(target);
  const context = target.page().context();
  return context.newCDPSession(target).catch(() => context.newCDPSession(target.page()));
}

function findRoot(node: Node, url: string): Node | null {
  if (node.documentURL === url) {
    const html = node.children?.find(({ children }) => children);
    const host = html?.children?.find(({ attributes }) => attributes?.includes('data-falloff'));
    return host?.shadowRoots?.[0] ?? null;
  }
  for (const inner of [...(node.children ?? []), ...(node.contentDocument ? [node.contentDocument] : [])]) {
    const root = findRoot(inner, url);
    if (root) return root;
  }
  return null;
}

const describeLayer = function (this: ShadowRoot): LayerState {
  const badges = [...this.querySelectorAll<HTMLButtonElement>('.badge')];
  const dialog = this.querySelector('dialog');
  const box = dialog?.getBoundingClientRect();
  const rectOf = (element: Element | null) => {
    const { x = 0, y = 0, width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
    return { x, y, width, height };
  };
  return {
    veils: [...this.querySelectorAll<HTMLElement>('.veil')].map((veil) => ({
      ...rectOf(veil),
      action: veil.dataset.action ?? '',
      isShown: !veil.hidden,
      clipPath: veil.style.clipPath,
      reveal: rectOf(veil.querySelector('.reveal')),
    })),
    news: this.querySelector<HTMLElement>('[role="status"]')?.dataset.text ?? '',
    followed: badges.length,
    flagged: badges
      .filter(({ disabled }) => !disabled)
      .map((badge) => ({
        ...rectOf(badge),
        look: badge.dataset.look ?? '',
        name: badge.ariaLabel ?? '',
        isShown: !badge.hidden,
      })),
    focused: this.activeElement?.ariaLabel ?? null,
    card:
      dialog?.open && box
        ? {
            verdict: dialog.dataset.verdict ?? '',
            name: dialog.ariaLabel ?? '',
            words: [...dialog.querySelectorAll<HTMLElement>('[data-text]')].map(
              ({ dataset }) => dataset.text ?? '',
            ),
            x: box.x,
            y: box.y,
          }
        : null,
  };
};

const buttonCentres = function (this: ShadowRoot): Record<string, { x: number; y: number }> {
  const buttons = [...this.querySelectorAll<HTMLElement>('dialog button')];
  return Object.fromEntries(
    buttons.map((button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return [button.dataset.text, { x: x + width / 2, y: y + height / 2 }];
    }),
  );
};
