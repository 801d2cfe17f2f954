import type { Reason } from '../analysis.ts';
import type { PictureAddress } from '../messages.ts';
import { answerOf, type RequestRights, requestPicture } from '../request-picture.ts';
import type { Requester } from './analyze-picture.ts';
import { isOwnPicture } from './is-own-picture.ts';
import { statedPolicy } from './stated-policy.ts';
import { tellsOrigin } from './tells-origin.ts';
import { withReferrer } from './with-referrer.ts';

/**
 * Requests a picture that a page shows but whose bytes the page's own context may not read. Nothing goes along that the
 * page's request had not. An extension's requests carry cookies that are kept from other sites, whichever the page is, so
 * they may only where the picture is the pages' own; and no redirect may take them elsewhere. The `Referer` is the page's
 * origin, where its policy is known and lets it tell that.
 */
export async function fetchPicture(
  { url, anonymous, referrerPolicy }: PictureAddress,
  { tabId, documentId, incognito, pages }: Requester,
  signal: AbortSignal,
): Promise<Blob | Reason> {
  if (!/^https?:/i.test(url)) return 'not-reachable';
  const policy =
    referrerPolicy === '' ? await statedPolicy(tabId, documentId) : (referrerPolicy ?? 'no-referrer');
  const page = pages[0]?.startsWith('http') ? pages[0] : '';
  const told = tellsOrigin(policy) ? page : '';
  const ask = (rights: RequestRights): Promise<Blob | Reason> =>
    withReferrer(url, told, (marked) => {
      // This worker has the cookies and the cache of windows that are not private.
      const cache = incognito ? { cache: 'no-store' as const } : {};
      return follow(marked, { ...rights, ...cache, referrerPolicy: 'no-referrer' }, signal);
    });
  if (!anonymous && !incognito && isOwnPicture(url, pages)) {
    const own = await ask({ credentials: 'include' });
    if (own !== 'not-reachable') return own;
  }
  return ask({ credentials: 'omit' });
}

/**
 * Redirects are followed without cookies, and in public networks alone: pages may not reach into the reader's own
 * network, extensions may, so that a server could send them where it can't send a page.
 */
async function follow(url: string, rights: RequestRights, signal: AbortSignal): Promise<Blob | Reason> {
  if (rights.credentials === 'omit') {
    try {
      return await answerOf(url, { ...rights, targetAddressSpace: 'public' }, signal);
    } catch (error) {
      // Not a public address, perhaps.
      if (!(error instanceof TypeError)) return 'not-reachable';
    }
  }
  return requestPicture(url, { ...rights, redirect: 'error' }, signal);
}
