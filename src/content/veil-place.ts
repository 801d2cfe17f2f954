import { BADGE_SIDE, type BadgeCorner } from './badge-hit.ts';
import type { Box } from './badge-place.ts';

/** Size of what reveals a veiled picture, in CSS pixels; card.css repeats it. */
export const REVEAL = { width: 120, height: 32 };

/** Its top left corner in the middle of a veil; null where it would lie on the badge. */
export function revealPlace({ left, top, right, bottom }: Box): BadgeCorner | null {
  const x = (left + right - REVEAL.width) / 2;
  const y = (top + bottom - REVEAL.height) / 2;
  return x < left || y < top + 2 * BADGE_SIDE ? null : { x, y };
}

/** The smallest box around the parts of `holes` inside a veil; null where there are none. */
export function holeIn(veil: Box, holes: readonly Box[]): Box | null {
  if (holes.length === 0) return null;
  const hole = {
    left: Math.max(veil.left, Math.min(...holes.map(({ left }) => left))),
    top: Math.max(veil.top, Math.min(...holes.map(({ top }) => top))),
    right: Math.min(veil.right, Math.max(...holes.map(({ right }) => right))),
    bottom: Math.min(veil.bottom, Math.max(...holes.map(({ bottom }) => bottom))),
  };
  return hole.left < hole.right && hole.top < hole.bottom ? hole : null;
}

/** A veil with a hole, as a CSS `clip-path` in the veil's own coordinates. */
export function veilPath({ left, top, right, bottom }: Box, hole: Box): string {
  const [x, y, x2, y2] = [hole.left - left, hole.top - top, hole.right - left, hole.bottom - top];
  return `path(evenodd, "M0 0H${right - left}V${bottom - top}H0Z M${x} ${y}H${x2}V${y2}H${x}Z")`;
}

/** Where to look for what lies over a picture: a grid of points inside it, away from its edges. */
export function* samplePoints({ left, top, right, bottom }: Box): Generator<[x: number, y: number]> {
  for (const across of SAMPLES)
    for (const down of SAMPLES) yield [left + across * (right - left), top + down * (bottom - top)];
}

const SAMPLES = [0.06, 0.5, 0.94];
