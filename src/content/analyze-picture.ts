import { type Reason, refusedUnseen } from '../analysis.ts';
import { type PictureReply, type PictureSource, sendMessage } from '../messages.ts';
import { type RequestRights, requestPicture } from '../request-picture.ts';
import { grabPixels } from './grab-pixels.ts';
import { loadedPicture } from './loaded-picture.ts';
import { middleReply } from './middle-reply.ts';

/** Refusals that say nothing about the picture that the page shows, only about fetching it again. */
const FETCH_REASONS: ReadonlySet<Reason> = new Set(['not-reachable', 'not-a-picture']);

/** Time for a picture that the page itself still waits for. */
const LOADING_MS = 5_000;

/** A foreign origin that so often kept the page from reading its pictures is asked by the background alone. */
const MOST_REFUSALS = 4;
/** Each refusal costs a line in the console. */
const refusals = new Map<string, number>();

/**
 * Has a picture judged: by its bytes as the page may read them, else by its address, else by its pixels. Over the network
 * only if the page has loaded it: what the page may not load is not ours to ask for either.
 */
export async function analyzePicture(address: string, element: Element | null): Promise<PictureReply> {
  // First, for fetching takes a picture out of the document's memory.
  const loaded = await loadedBy(element, address);
  if (!loaded && isWebAddress(address)) return refuse('not-reachable');
  const reply = await analyzeAddress(address, element);
  const { outcome } = reply.analysis;
  if (outcome.kind !== 'refused' || !FETCH_REASONS.has(outcome.reason)) return reply;
  const pixels = loaded?.image && (await grabPixels(loaded.image));
  return pixels ? withoutClaims(await ask({ blob: pixels })) : reply;
}

/** Pixels come without what their file says. */
const withoutClaims = ({ analysis, ...reply }: PictureReply): PictureReply => ({
  ...reply,
  analysis: { ...analysis, claims: null },
});

async function loadedBy(
  element: Element | null,
  address: string,
): Promise<{ image: HTMLImageElement | null } | null> {
  if (!(element instanceof HTMLImageElement) || element.currentSrc !== address) return loadedPicture(address);
  if (!element.complete) await Promise.race([element.decode().catch(() => {}), timeUp()]);
  return element.complete && element.naturalWidth > 0 ? { image: element } : null;
}

const timeUp = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOADING_MS));

async function analyzeAddress(address: string, element: Element | null): Promise<PictureReply> {
  const cors = element?.getAttribute('crossorigin') ?? null;
  const grabbed = await grabBytes(address, {
    credentials: cors === 'use-credentials' ? 'include' : 'same-origin',
    referrerPolicy: element instanceof HTMLImageElement ? (element.referrerPolicy as ReferrerPolicy) : '',
  });
  if (grabbed instanceof Blob) return ask({ blob: grabbed });
  if (grabbed !== 'not-reachable' || !isWebAddress(address)) return refuse(grabbed);
  const isAnonymous = cors !== null && cors !== 'use-credentials';
  return ask({ url: address, anonymous: isAnonymous || isInForeignPage() });
}

/** Reads a picture's bytes with the rights of the page and, where it can, from the page's own cache. */
async function grabBytes(address: string, rights: RequestRights): Promise<Blob | Reason> {
  const origin = URL.parse(address)?.origin ?? '';
  // Not `location`'s, which a sandboxed frame keeps although it has no rights there any more.
  const isForeign = isWebAddress(address) && origin !== self.origin;
  const refused = (): number => refusals.get(origin) ?? 0;
  if (isForeign && refused() >= MOST_REFUSALS) return 'not-reachable';
  const grabbed = await requestPicture(address, rights);
  if (isForeign) refusals.set(origin, grabbed === 'not-reachable' ? refused() + 1 : 0);
  return grabbed;
}

const isWebAddress = (address: string): boolean => /^https?:/.test(address);

/** There, cookies that are kept from other sites are kept from this frame too. */
const isInForeignPage = (): boolean => [...location.ancestorOrigins].some((origin) => origin !== self.origin);

/** Has the frames of one video judged, or a single one, with all the time that takes. */
export async function analyzeFrames(frames: readonly Blob[]): Promise<PictureReply> {
  const replies = await Promise.all(
    frames.map(async (blob) => refineReply(withoutClaims(await ask({ blob })))),
  );
  return middleReply(replies) ?? refuse('not-reachable');
}

/** What the tower makes of an analysed picture, if it makes anything of it. */
export async function refineReply(reply: PictureReply): Promise<PictureReply> {
  if (reply.ticket === null) return reply;
  const refined = await sendMessage('background/refine', { ticket: reply.ticket }).catch(() => null);
  const { claims } = reply.analysis;
  return { ...reply, analysis: refined ? { ...refined, claims } : reply.analysis, ticket: null };
}

async function ask(source: PictureSource): Promise<PictureReply> {
  try {
    const reply: PictureReply | undefined = await sendMessage('background/analyze', { source });
    return reply ?? refuse('engine-failed');
  } catch {
    return refuse('engine-failed');
  }
}

const refuse = (reason: Reason): PictureReply => ({
  analysis: refusedUnseen(reason),
  thumbnail: null,
  ticket: null,
});
