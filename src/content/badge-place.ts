import type { Corner } from '../settings.ts';
import { BADGE_SIDE, type BadgeCorner } from './badge-hit.ts';

const INSET = 6;

/** A part of the viewport, in CSS pixels. */
export type Box = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

/**
 * The part of a picture that its scroll containers and the viewport let through; null where that has no room for a
 * badge.
 */
export function visiblePart(picture: Box, clips: Iterable<Box>): Box | null {
  let { left, top, right, bottom } = picture;
  for (const clip of clips) {
    left = Math.max(left, clip.left);
    top = Math.max(top, clip.top);
    right = Math.min(right, clip.right);
    bottom = Math.min(bottom, clip.bottom);
  }
  const room = BADGE_SIDE + 2 * INSET;
  return right - left < room || bottom - top < room ? null : { left, top, right, bottom };
}

/** The badge's place in a corner of the visible part of a picture. */
export function badgePlace({ left, top, right, bottom }: Box, corner: Corner): BadgeCorner {
  const [vertical, horizontal] = corner.split('-');
  return {
    x: horizontal === 'left' ? left + INSET : right - INSET - BADGE_SIDE,
    y: vertical === 'top' ? top + INSET : bottom - INSET - BADGE_SIDE,
  };
}
