/** Addresses in a computed style's value, where they are absolute and quoted. */
export function urlsIn(value: string): string[] {
  // Of most elements it is `none`.
  if (!value.includes('url(')) return [];
  return Array.from(value.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/gs), ([, quoted = '']) =>
    quoted.replace(/\\(.)/gs, '$1'),
  );
}
