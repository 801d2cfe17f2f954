interface LoadedPicture {
  /** The smaller of its natural sides, in pixels. */
  side: number;
  /** What holds its pixels; null once a script has fetched the address, which takes the picture out of memory. */
  image: HTMLImageElement | null;
}

const sides = new Map<string, number>();

/**
 * The picture at an address if this document has loaded it for whatever element or style; null otherwise. Nothing is
 * requested: what is in the document's memory is there at once, and what isn't would be asked for when this task ends.
 */
export function loadedPicture(address: string): LoadedPicture | null {
  const image = new Image();
  image.src = address;
  if (image.complete && image.naturalWidth > 0) {
    const side = Math.min(image.naturalWidth, image.naturalHeight);
    sides.set(address, side);
    return { side, image };
  }
  image.removeAttribute('src');
  const side = sides.get(address);
  return side === undefined ? null : { side, image: null };
}
