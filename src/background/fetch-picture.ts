import type { Reason } from '../analysis.ts';
import type { PictureAddress } from '../messages.ts';
import { answerOf, type RequestRights, requestPicture } from '../request-picture.ts';
import type { Requester } from './analyze-picture.ts';
import { isOwnPicture } from './is-own-picture.ts';
import { assumePolicy, statedPolicy } from './stated-policy.ts';
import { tellsOrigin } from './tells-origin.ts';
import { withReferrer } from './with-referrer.ts';

/**
 * Requests a picture that a page shows but whose bytes the page's own context may not read. Nothing goes along that the
 * page's request had not. An extension's requests carry cookies that are kept from other sites, whichever the page is, so
 * they may only where the picture is the pages' own; and no redirect may take them elsewhere. The `Referer` is the page's
 * origin, where its policy lets it tell that. Where the policy can't be known, only a server that refuses those who don't
 * tell is told: the page's own request was not refused.
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
  const told = policy !== null && tellsOrigin(policy) ? page : '';
  const ask = (origin: string, rights: RequestRights): Promise<Blob | Reason> =>
    withReferrer(url, origin, (marked) => {
      // This worker has the cookies and the cache of windows that are not private.
      const cache = incognito ? { cache: 'no-store' as const } : {};
      return follow(marked, { ...rights, ...cache, referrerPolicy: 'no-referrer' }, signal);
    });
  if (!anonymous && !incognito && isOwnPicture(url, pages)) {
    const own = await ask(told, { credentials: 'include' });
    if (own !== 'not-reachable') return own;
  }
  const picture = await ask(told, { credentials: 'omit' });
  if (picture !== 'not-reachable' || policy !== null || page === '') return picture;
  const granted = await ask(page, { credentials: 'omit', cache: 'reload' });
  if (granted instanceof Blob) assumePolicy(documentId, '');
  return granted;
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
