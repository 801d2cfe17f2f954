/** Side of a badge in CSS pixels; layer.css repeats it. */
export const BADGE_SIDE = 24;

/** Top left corner of a badge, in the viewport. */
export interface BadgeCorner {
  x: number;
  y: number;
}

/** The badge under a point; the last one where several overlap, for it is painted on top. */
export function badgeAt<Badge extends BadgeCorner>(
  badges: Iterable<Badge>,
  x: number,
  y: number,
  width = BADGE_SIDE,
  height = BADGE_SIDE,
): Badge | null {
  let hit: Badge | null = null;
  for (const badge of badges) {
    const isInside = x >= badge.x && x < badge.x + width && y >= badge.y && y < badge.y + height;
    if (isInside) hit = badge;
  }
  return hit;
}
