/** Where a drawing's first element starts at the latest, after its declarations and comments. */
const HEAD = 64 * 1024;

/** Whether the first element of a text is `<svg>`: a page with drawings in it is no picture. */
export function isSvg(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD)).trimStart();
  if (!head.startsWith('<')) return false;
  const firstElement = /<(?:[\w-]{1,40}:)?([a-z]\w*)/i.exec(head.replace(/<!--.*?(?:-->|$)/gs, ''))?.[1];
  return firstElement?.toLowerCase() === 'svg';
}
