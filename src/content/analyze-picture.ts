import { type Reason, refusedUnseen } from '../analysis.ts';
import { type PictureReply, type PictureSource, sendMessage } from '../messages.ts';
import { requestPicture } from '../request-picture.ts';
import { grabPixels } from './grab-pixels.ts';
import { loadedPicture } from './loaded-picture.ts';

/** Refusals that say nothing about the picture that the page shows, only about fetching it again. */
const FETCH_REASONS: ReadonlySet<Reason> = new Set(['not-reachable', 'not-a-picture']);

/** Foreign origins that keep the page from reading their pictures: each refusal costs a line in the console. */
const closedOrigins = new Set<string>();

/** Has a picture judged: by its bytes as the page may read them, else by its address, else by its pixels. */
export async function analyzePicture(address: string, element: Element | null): Promise<PictureReply> {
  // First, for fetching takes a picture's place in the document's memory.
  const image = element && imageOf(element, address);
  const reply = await analyzeAddress(address);
  const { outcome } = reply.analysis;
  if (outcome.kind !== 'refused' || !FETCH_REASONS.has(outcome.reason)) return reply;
  const pixels = image && (await grabPixels(image));
  return pixels ? withoutClaims(await ask({ blob: pixels })) : reply;
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

async function analyzeAddress(address: string): Promise<PictureReply> {
  const grabbed = await grabBytes(address);
  if (grabbed instanceof Blob) return ask({ blob: grabbed });
  return grabbed === 'not-reachable' && isWebAddress(address) ? ask({ url: address }) : refuse(grabbed);
}

/** Reads a picture's bytes with the rights of the page and, where it can, from the page's own cache. */
async function grabBytes(address: string): Promise<Blob | Reason> {
  const origin = URL.parse(address)?.origin ?? '';
  // Not `location`'s, which a sandboxed frame keeps although it has no rights there any more.
  const isForeign = isWebAddress(address) && origin !== self.origin;
  if (isForeign && closedOrigins.has(origin)) return 'not-reachable';
  const grabbed = await requestPicture(address, { credentials: 'same-origin' });
  if (isForeign && grabbed === 'not-reachable') closedOrigins.add(origin);
  return grabbed;
}

const isWebAddress = (address: string): boolean => /^https?:/.test(address);

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
