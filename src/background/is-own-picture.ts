/**
 * Whether a picture belongs to the site of all these pages, so that their own requests for it carry its cookies, even those
 * kept from other sites: its host is theirs or below it. Sites that only a list of public suffixes could tell don't count.
 */
export function isOwnPicture(picture: string, pages: readonly (string | undefined)[]): boolean {
  const { protocol, hostname } = new URL(picture);
  return pages.every((page) => {
    const url = URL.parse(page ?? '');
    if (url?.protocol !== protocol) return false;
    return hostname === url.hostname || hostname.endsWith(`.${url.hostname}`);
  });
}
