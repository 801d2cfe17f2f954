import { sendMessage } from '../messages.ts';
import { type BadgeHit, type BadgeLayer, createBadgeLayer } from './badge-layer.ts';
import type { CoverOptions } from './covers.ts';
import { createExplanationCard, type ExplanationCard } from './explanation-card.ts';
import { guardEvents } from './guard-events.ts';
import { createLayerHost } from './layer-host.ts';

interface LayerOptions {
  isAlive: () => boolean;
  isPicture: CoverOptions['isPicture'];
  /** The reader pressed the badge of an element, or what reveals it. */
  onHit: (hit: BadgeHit) => void;
}

/** Everything that Falloff shows on a page. */
export interface Layer {
  badges: BadgeLayer;
  card: ExplanationCard;
}

export function createLayer({ isAlive, isPicture, onHit }: LayerOptions, signal: AbortSignal): Layer {
  const host = createLayerHost(signal);
  const badges = createBadgeLayer({ host, isAlive, isPicture }, signal);
  const card = createExplanationCard(host);
  // Long before the first card, so that pages without one carry no styles for it.
  sendMessage('background/card-styles', {}).then(host.addStyles, () => {});

  function onPress(part: Element): void {
    const element = badges.elementOf(part);
    if (element) onHit({ element, part: 'badge' });
    else card.press(part);
  }

  guardEvents({ host, badges, onHit, onPress }, signal);
  return { badges, card };
}
