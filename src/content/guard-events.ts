import type { BadgeHit, BadgeLayer } from './badge-layer.ts';
import type { LayerHost } from './layer-host.ts';

/** What the page would otherwise see with our element as its target. */
const HOST_EVENTS = [
  ...['pointerdown', 'pointerup', 'pointermove', 'pointerover', 'pointerout', 'pointercancel', 'mousedown'],
  ...[
    'mouseup',
    'mousemove',
    'mouseover',
    'mouseout',
    'click',
    'dblclick',
    'auxclick',
    'contextmenu',
    'wheel',
  ],
  ...[
    'touchstart',
    'touchmove',
    'touchend',
    'touchcancel',
    'keydown',
    'keypress',
    'keyup',
    'copy',
    'dragstart',
  ],
  ...['focus', 'blur', 'focusin', 'focusout', 'beforetoggle', 'toggle', 'selectstart'],
];

const PRESS_EVENTS = ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'touchstart', 'touchend'];

interface Guard {
  host: LayerHost;
  badges: BadgeLayer;
  /** The reader clicked what is seen over the page. */
  onHit: (hit: BadgeHit) => void;
  /** The reader pressed something inside the layer. */
  onPress: (part: Element) => void;
}

/**
 * Handles the reader's input to the layer before the page can see it. Badges let every hit test through to the page,
 * so presses on them are recognised by place; inside the layer events stop here, and what they meant is found out
 * without them. Untrusted events are the page's own and never do anything.
 */
export function guardEvents({ host, badges, onHit, onPress }: Guard, signal: AbortSignal): void {
  let pressed: BadgeHit | null = null;

  function guardHost(event: Event): void {
    if (!event.isTrusted || event.target !== host.element) return;
    event.stopImmediatePropagation();
    if (event instanceof KeyboardEvent && event.type === 'keydown' && badges.moveFocus(event.key)) {
      event.preventDefault();
    }
    if (event.type === 'click' && event instanceof MouseEvent) {
      const part = innerTarget(event);
      if (part) onPress(part);
    }
  }

  /** A click from the keyboard has no place. */
  function innerTarget({ detail, clientX, clientY }: MouseEvent): Element | null {
    return detail === 0 ? host.root.activeElement : host.root.elementFromPoint(clientX, clientY);
  }

  function guardBadges(event: Event): void {
    if (!event.isTrusted || event.target === host.element) return;
    if (event instanceof PointerEvent && event.type === 'pointerdown') {
      pressed = event.isPrimary && event.button === 0 ? badges.hitAt(event.clientX, event.clientY) : null;
    }
    const isFromKeyboard = event.type === 'click' && event instanceof MouseEvent && event.detail === 0;
    if (!pressed || isFromKeyboard) return;
    event.stopImmediatePropagation();
    // Of these two the default actions are what counts: focus, selection and dragging, then links.
    if (event.type === 'mousedown' || event.type === 'click') event.preventDefault();
    if (event.type !== 'click' || !(event instanceof MouseEvent)) return;
    const released = badges.hitAt(event.clientX, event.clientY);
    if (released?.element === pressed.element && released.part === pressed.part) onHit(pressed);
    pressed = null;
  }

  const passive = { capture: true, passive: true, signal };
  for (const type of PRESS_EVENTS) {
    window.addEventListener(type, guardBadges, { ...passive, passive: type.startsWith('touch') });
  }
  for (const type of HOST_EVENTS) {
    window.addEventListener(type, guardHost, { ...passive, passive: type !== 'keydown' });
  }
  window.addEventListener(
    'pointermove',
    (event) => {
      if (event.isTrusted) badges.hover(event.clientX, event.clientY);
    },
    passive,
  );
}
