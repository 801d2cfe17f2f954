import type { Reason } from '../analysis.ts';
import { requestPicture } from '../request-picture.ts';
import { isOwnPicture } from './is-own-picture.ts';

/**
 * Requests a picture that a page shows but whose bytes the page's own context may not read. Nothing goes along that could
 * tell the reader apart or that the page's request had not. An extension's requests carry cookies that are kept from
 * other sites, so they may only where the picture is the pages' own; and no redirect may take them elsewhere.
 * @param pages where the picture is shown: the frame's origin and the tab's address; null where the page's own request
 * had no cookies
 */
export async function fetchPicture(
  url: string,
  pages: readonly (string | undefined)[] | null,
): Promise<Blob | Reason> {
  if (!/^https?:/i.test(url)) return 'not-reachable';
  const referrerPolicy = 'no-referrer';
  if (pages && isOwnPicture(url, pages)) {
    const own = await requestPicture(url, { credentials: 'include', redirect: 'error', referrerPolicy });
    if (own !== 'not-reachable') return own;
  }
  return requestPicture(url, { credentials: 'omit', referrerPolicy });
}
