const MAX_LENGTH = 80;

/** Names a picture for the reader: host and file name, or the alternative text where the address says nothing. */
export function pictureLabel(address: string, alternativeText: string): string {
  return (hostAndFile(address) ?? (alternativeText.trim() || 'Embedded picture')).slice(0, MAX_LENGTH);
}

function hostAndFile(address: string): string | null {
  if (!/^https?:/.test(address) || !URL.canParse(address)) return null;
  const { host, pathname } = new URL(address);
  const file = pathname.slice(pathname.lastIndexOf('/') + 1);
  return file ? `${host}/${file}` : host;
}
