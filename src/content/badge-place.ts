import { BADGE_SIDE, type BadgeCorner } from './badge-hit.ts';

const INSET = 6;

type Box = Pick<DOMRectReadOnly, 'left' | 'top' | 'right' | 'bottom'>;

/**
 * The badge's place in the top left corner of the part of a picture that its scroll containers and the viewport let
 * through; null where that part has no room for it.
 */
export function badgePlace(picture: Box, clips: Iterable<Box>): BadgeCorner | null {
  let { left, top, right, bottom } = picture;
  for (const clip of clips) {
    left = Math.max(left, clip.left);
    top = Math.max(top, clip.top);
    right = Math.min(right, clip.right);
    bottom = Math.min(bottom, clip.bottom);
  }
  const room = BADGE_SIDE + 2 * INSET;
  return right - left < room || bottom - top < room ? null : { x: left + INSET, y: top + INSET };
}
