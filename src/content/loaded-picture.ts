/**
 * The picture at an address if this document has loaded it for whatever element or style; null otherwise. Nothing is
 * requested: what is in the document's memory is there at once, and what isn't would be asked for when this task ends.
 * A script that fetches the address takes the picture out of that memory.
 */
export function loadedPicture(address: string): HTMLImageElement | null {
  const image = new Image();
  image.src = address;
  if (image.complete && image.naturalWidth > 0) return image;
  image.removeAttribute('src');
  return null;
}
