import { element } from '../element.ts';

/** A frame of fixed size around a thumbnail, which shows itself empty where there is none. Decorative. */
export function thumbnailFrame(url: string | null): HTMLElement {
  const frame = element('span', { class: 'thumbnail' });
  if (url) frame.append(element('img', { src: url, alt: '' }));
  return frame;
}
