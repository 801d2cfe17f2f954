import type { Reason } from '../analysis.ts';
import { requestPicture } from '../request-picture.ts';

/**
 * Requests a picture that a page shows but whose bytes the page's own context may not read. Nothing goes along that could
 * tell the reader apart or that the page's request had not: no cookies, no referrer.
 */
export async function fetchPicture(url: string, signal: AbortSignal): Promise<Blob | Reason> {
  if (!/^https?:/i.test(url)) return 'not-reachable';
  return requestPicture(url, { credentials: 'omit', referrerPolicy: 'no-referrer' }, signal);
}
