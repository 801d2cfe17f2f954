import { type Reason, refusedUnseen } from '../analysis.ts';
import { type MessageTable, type PictureReply, type PictureSource, sendMessage } from '../messages.ts';
import { type RequestRights, requestPicture } from '../request-picture.ts';
import type { Picture } from './frame-pictures.ts';
import { grabPixels } from './grab-pixels.ts';
import { loadedPicture } from './loaded-picture.ts';
import { middleReply } from './middle-reply.ts';
import { reasonOf } from './reason-of.ts';
import { tellBackground } from './tell-background.ts';

/** Refusals that say nothing about the picture that the page shows, only about fetching it again. */
const FETCH_REASONS: ReadonlySet<Reason> = new Set(['not-reachable', 'not-a-picture']);

/** Time for a picture that the page itself still waits for. */
const LOADING_MS = 5_000;

/** A foreign origin that so often kept the page from reading its pictures is asked by the background alone. */
const MOST_REFUSALS = 4;
/** Each refusal costs a line in the console. */
const refusals = new Map<string, number>();

/**
 * Has a picture judged: by its bytes as the page may read them; if the page has loaded it, else by its address, else by its
 * pixels. What the page may neither read nor load is not ours to ask for either.
 * @param signal calls it off
 * @returns null where it was called off before there was an answer
 */
export async function analyzePicture(
  { id, address, element }: Picture,
  signal: AbortSignal,
): Promise<PictureReply | null> {
  const shower = element?.deref() ?? null;
  // First, for fetching takes a picture out of the document's memory.
  const loaded = await loadedBy(shower, address);
  const source = await sourceOf(address, shower, loaded !== null, signal);
  if (signal.aborted) return null;
  const reply = typeof source === 'string' ? refuse(source) : await ask(id, source, signal);
  const reason = reasonOf(reply);
  if (!reason || !FETCH_REASONS.has(reason)) return reply;
  const pixels = loaded?.image && (await grabPixels(loaded.image));
  if (!pixels) return reply;
  const judged = await ask(id, { blob: pixels }, signal);
  return judged && withoutClaims(judged);
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

/** The picture's bytes as the page may read them, else its address, if the page has loaded it, for the background to ask. */
async function sourceOf(
  address: string,
  element: Element | null,
  isLoaded: boolean,
  signal: AbortSignal,
): Promise<PictureSource | Reason> {
  const cors = element?.getAttribute('crossorigin') ?? null;
  const referrerPolicy =
    element instanceof HTMLImageElement ? (element.referrerPolicy as ReferrerPolicy) : null;
  const rights = {
    credentials: cors === 'use-credentials' ? 'include' : 'same-origin',
    referrerPolicy: referrerPolicy ?? '',
  } as const;
  const grabbed = await grabBytes(address, rights, signal);
  if (grabbed instanceof Blob) return { blob: grabbed };
  if (grabbed !== 'not-reachable' || !isWebAddress(address)) return grabbed;
  if (!isLoaded) return 'not-loaded';
  const isAnonymous = cors !== null && cors !== 'use-credentials';
  return { url: address, anonymous: isAnonymous || isInForeignPage(), referrerPolicy };
}

/** Reads a picture's bytes with the rights of the page and, where it can, from the page's own cache. */
async function grabBytes(
  address: string,
  rights: RequestRights,
  signal: AbortSignal,
): Promise<Blob | Reason> {
  const origin = URL.parse(address)?.origin ?? '';
  // Not `location`'s, which a sandboxed frame keeps although it has no rights there any more.
  const isForeign = isWebAddress(address) && origin !== self.origin;
  const refused = (): number => refusals.get(origin) ?? 0;
  if (isForeign && refused() >= MOST_REFUSALS) return 'not-reachable';
  const grabbed = await requestPicture(address, rights, signal);
  if (isForeign && !signal.aborted) refusals.set(origin, grabbed === 'not-reachable' ? refused() + 1 : 0);
  return grabbed;
}

const isWebAddress = (address: string): boolean => /^https?:/.test(address);

/** There, cookies that are kept from other sites are kept from this frame too. */
const isInForeignPage = (): boolean => [...location.ancestorOrigins].some((origin) => origin !== self.origin);

/** Has the frames of one video judged, or a single one, with all the time that takes. */
export async function analyzeFrames(frames: readonly Blob[], signal: AbortSignal): Promise<PictureReply> {
  const judged = async (blob: Blob): Promise<PictureReply | null> => {
    const id = crypto.randomUUID();
    const reply = await ask(id, { blob }, signal);
    return reply && refineReply(id, withoutClaims(reply), signal);
  };
  const replies = await Promise.all(frames.map(judged));
  return middleReply(replies.filter((reply) => reply !== null)) ?? refuse('not-reachable');
}

/**
 * What the tower makes of an analysed picture, if it makes anything of it.
 * @param signal calls it off
 * @returns null where it was called off before there was an answer
 */
export async function refineReply(
  id: string,
  reply: PictureReply,
  signal: AbortSignal,
): Promise<PictureReply | null> {
  const { ticket, analysis } = reply;
  if (ticket === null) return reply;
  const refined = await askAbout('background/refine', { id, ticket }, signal);
  if (!refined && signal.aborted) return null;
  const { claims } = analysis;
  return { ...reply, analysis: refined ? { ...refined, claims } : analysis, ticket: null };
}

async function ask(id: string, source: PictureSource, signal: AbortSignal): Promise<PictureReply | null> {
  const reply = await askAbout('background/analyze', { id, source }, signal);
  return reply ?? (signal.aborted ? null : refuse('engine-failed'));
}

/** Null where there is no answer, mostly because the question was called off. */
async function askAbout<Name extends 'background/analyze' | 'background/refine'>(
  name: Name,
  request: MessageTable[Name]['request'],
  signal: AbortSignal,
): Promise<MessageTable[Name]['response'] | null> {
  const answered = new AbortController();
  signal.addEventListener(
    'abort',
    () => void tellBackground('background/drop', { ids: [request.id], tickets: [] }),
    { signal: answered.signal },
  );
  try {
    return await sendMessage(name, request);
  } catch {
    return null;
  } finally {
    answered.abort();
  }
}

const refuse = (reason: Reason): PictureReply => ({
  analysis: refusedUnseen(reason),
  thumbnail: null,
  ticket: null,
});
