import { type Reason, refusedUnseen } from '../analysis.ts';
import { type MessageTable, type PictureReply, type PictureSource, sendMessage } from '../messages.ts';
import { requestPicture } from '../request-picture.ts';
import { dropPictures } from './drop-pictures.ts';
import type { Picture } from './frame-pictures.ts';
import { grabPixels } from './grab-pixels.ts';
import { loadedPicture } from './loaded-picture.ts';

/** Refusals that say nothing about the picture that the page shows, only about fetching it again. */
const FETCH_REASONS: ReadonlySet<Reason> = new Set(['not-reachable', 'not-a-picture']);

/** Foreign origins that keep the page from reading their pictures: each refusal costs a line in the console. */
const closedOrigins = new Set<string>();

/**
 * Has a picture judged: by its bytes as the page may read them, else by its address, else by its pixels.
 * @param signal calls it off
 * @returns null where it was called off before there was an answer
 */
export async function analyzePicture(picture: Picture, signal: AbortSignal): Promise<PictureReply | null> {
  const { id, address } = picture;
  const element = picture.element?.deref();
  // First, for fetching takes a picture's place in the document's memory.
  const image = element ? imageOf(element, address) : null;
  const ask = async (source: PictureSource): Promise<PictureReply | null> =>
    (await askAbout('background/analyze', { id, source }, signal)) ??
    (signal.aborted ? null : refuse('engine-failed'));

  async function analyzeAddress(): Promise<PictureReply | null> {
    const grabbed = await grabBytes(address, signal);
    if (signal.aborted) return null;
    if (grabbed instanceof Blob) return ask({ blob: grabbed });
    return grabbed === 'not-reachable' && isWebAddress(address) ? ask({ url: address }) : refuse(grabbed);
  }

  const reply = await analyzeAddress();
  if (!reply) return null;
  const { outcome } = reply.analysis;
  if (outcome.kind !== 'refused' || !FETCH_REASONS.has(outcome.reason)) return reply;
  const pixels = image && (await grabPixels(image));
  if (!pixels) return reply;
  const judged = await ask({ blob: pixels });
  return judged && withoutClaims(judged);
}

/** Pixels come without what their file says. */
const withoutClaims = ({ analysis, ...reply }: PictureReply): PictureReply => ({
  ...reply,
  analysis: { ...analysis, claims: null },
});

/** What holds the pixels of the picture that an element shows. */
function imageOf(element: Element, address: string): HTMLImageElement | null {
  const isItself = element instanceof HTMLImageElement && element.currentSrc === address;
  return isItself ? element : loadedPicture(address);
}

/** Reads a picture's bytes with the rights of the page and, where it can, from the page's own cache. */
async function grabBytes(address: string, signal: AbortSignal): Promise<Blob | Reason> {
  const origin = URL.parse(address)?.origin ?? '';
  // Not `location`'s, which a sandboxed frame keeps although it has no rights there any more.
  const isForeign = isWebAddress(address) && origin !== self.origin;
  if (isForeign && closedOrigins.has(origin)) return 'not-reachable';
  const grabbed = await requestPicture(address, { credentials: 'same-origin' }, signal);
  if (isForeign && !signal.aborted && grabbed === 'not-reachable') closedOrigins.add(origin);
  return grabbed;
}

const isWebAddress = (address: string): boolean => /^https?:/.test(address);

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

/** Null where there is no answer, mostly because the question was called off. */
async function askAbout<Name extends 'background/analyze' | 'background/refine'>(
  name: Name,
  request: MessageTable[Name]['request'],
  signal: AbortSignal,
): Promise<MessageTable[Name]['response'] | null> {
  const answered = new AbortController();
  signal.addEventListener('abort', () => dropPictures([request.id], []), { signal: answered.signal });
  return sendMessage(name, request)
    .catch(() => null)
    .finally(() => answered.abort());
}

const refuse = (reason: Reason): PictureReply => ({
  analysis: refusedUnseen(reason),
  thumbnail: null,
  ticket: null,
});
