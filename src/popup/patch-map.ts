import { element } from '../element.ts';

/** Strongest colour of the map, of 255. */
const MOST_OPAQUE = 190;
const MACHINE = [217, 48, 37];
const PHOTOGRAPH = [18, 105, 166];

/** The middle square of a picture, and over it where its patches spoke for a machine or for a photograph. */
export function patchMap(patches: Float32Array, thumbnail: string): HTMLElement {
  const side = Math.sqrt(patches.length);
  const canvas = element('canvas', { width: String(side), height: String(side) });
  const context = canvas.getContext('2d');
  const pixels = new ImageData(side, side);
  const strongest = Math.max(...patches.map(Math.abs));
  for (const [i, patch] of patches.entries()) {
    const colour = patch > 0 ? MACHINE : PHOTOGRAPH;
    pixels.data.set([...colour, (MOST_OPAQUE * Math.abs(patch)) / strongest], 4 * i);
  }
  context?.putImageData(pixels, 0, 0);
  return element(
    'figure',
    { class: 'patch-map' },
    element('div', {}, element('img', { src: thumbnail, alt: '' }), canvas),
    element(
      'figcaption',
      { class: 'muted' },
      'Where it looked: red speaks for a machine, blue for a photograph; the deeper, the more.',
    ),
  );
}
