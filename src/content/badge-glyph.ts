import type { BadgeFace } from './badge-face.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** Drawn in a box of 24 by 24: a spectrum that rises again where it should fall, and a question mark. */
const STROKES: Record<BadgeFace['look'], string> = {
  generated: 'M7 6.5V17 M10.4 10.5V17 M13.8 14V17 M17.2 8.5V17',
  suspicious: 'M9 9.6a3 3 0 1 1 4.6 2.5c-1 .7-1.6 1.2-1.6 2.4 M12 17.6v.01',
};

/** The sign of a badge, in the colour of the text around it. */
export function createBadgeGlyph(look: BadgeFace['look']): SVGSVGElement {
  const glyph = document.createElementNS(SVG, 'svg');
  glyph.setAttribute('viewBox', '0 0 24 24');
  glyph.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', STROKES[look]);
  glyph.append(path);
  return glyph;
}
