import { version as modelVersion } from '../../models/house.json';
import { type Analysis, MOST_BYTES, type Reason, refusedUnseen } from '../analysis.ts';
import type { PictureReply, PictureSource } from '../messages.ts';
import { createFairQueue } from './fair-queue.ts';
import { fetchPicture } from './fetch-picture.ts';
import { askEngine, tellEngine } from './offscreen-engine.ts';
import { contentKey, recallVerdict, rememberVerdict } from './verdict-cache.ts';

const FETCHES_AT_A_TIME = 6;
/** Servers that take longer keep nothing but their own pictures waiting. */
const FETCH_PATIENCE_MS = 2_000;
/** Enough to decode one picture while others are measured. */
const ANALYSES_AT_A_TIME = 4;

/** Refusals that come from this moment rather than from the picture are not kept. */
const PASSING: Reason[] = ['timed-out', 'engine-failed'];

const fetches = createFairQueue(FETCHES_AT_A_TIME, FETCH_PATIENCE_MS);
const analyses = createFairQueue(ANALYSES_AT_A_TIME);
/** One is seen while the next is on its way. */
const refinements = createFairQueue(2);
const inFlight = new Map<string, Promise<PictureReply>>();

export interface Requester {
  tabId: number;
  documentId: string;
  /** Private windows leave nothing behind. */
  incognito: boolean;
  /** Origin of the frame and address of the tab, as far as the browser tells them. */
  pages: (string | undefined)[];
}

/**
 * Judges a picture: from the cache, together with an equal one that is just being judged, or by the engine.
 * @param signal gives it up as long as the engine has not begun
 * @throws the signal's reason
 */
export async function analyzePicture(
  source: PictureSource,
  requester: Requester,
  signal: AbortSignal,
): Promise<PictureReply> {
  const { tabId } = requester;
  const blob =
    'blob' in source
      ? source.blob
      : await fetches(tabId, () => fetchPicture(source, requester, signal), signal);
  signal.throwIfAborted();
  if (!(blob instanceof Blob)) return refusal(blob);
  if (blob.size > MOST_BYTES) return refusal('too-many-bytes');
  if (blob.size === 0) return refusal('not-a-picture');
  const judged = async (): Promise<PictureReply> => {
    const key = await contentKey(await blob.arrayBuffer());
    const running = inFlight.get(key);
    if (running) return running;
    const reply = judge(blob, key, requester).finally(() => inFlight.delete(key));
    inFlight.set(key, reply);
    return reply;
  };
  const reply = await analyses(tabId, judged, signal);
  // Nobody is left to use it.
  if (signal.aborted && reply.ticket !== null) await releaseTickets([reply.ticket]);
  return reply;
}

async function judge(blob: Blob, key: string, { incognito }: Requester): Promise<PictureReply> {
  const known = incognito ? null : await recallVerdict(key, modelVersion);
  if (known) {
    const { thumbnail } = await askEngine('offscreen/analyze', { blob, key, thumbnailOnly: true });
    return { analysis: known, thumbnail, ticket: null };
  }
  const reply = await askEngine('offscreen/analyze', { blob, key, thumbnailOnly: false });
  const { analysis, thumbnail, ticket } = reply;
  if (!analysis) return refusal('engine-failed');
  const { outcome } = analysis;
  const passing = outcome.kind === 'refused' && PASSING.includes(outcome.reason);
  if (!incognito && !passing && ticket === null) await rememberVerdict(key, analysis);
  return { analysis, thumbnail, ticket };
}

/** What the tower makes of a picture that was analysed before; null where it can't tell. */
export function refinePicture(
  ticket: string,
  { tabId, incognito }: Requester,
  signal: AbortSignal,
): Promise<Analysis | null> {
  const refined = async (): Promise<Analysis | null> => {
    const refined = await askEngine('offscreen/refine', { ticket }).catch(() => null);
    if (refined && !incognito) await rememberVerdict(refined.key, refined.analysis);
    return refined?.analysis ?? null;
  };
  return refinements(tabId, refined, signal);
}

/** Lets the engine forget pictures that it keeps for the tower. */
export async function releaseTickets(tickets: string[]): Promise<void> {
  if (tickets.length > 0) await tellEngine('offscreen/release', { tickets });
}

const refusal = (reason: Reason): PictureReply => ({
  analysis: refusedUnseen(reason, modelVersion),
  thumbnail: null,
  ticket: null,
});
