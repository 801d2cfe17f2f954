import type { Reason } from '../analysis.ts';
import { type PictureReply, type PictureSource, sendMessage } from '../messages.ts';
import { grabBytes, grabPixels, TooManyBytes } from './grab-picture.ts';

/** Refusals that say nothing about the picture that the page shows, only about fetching it again. */
const FETCH_REASONS: ReadonlySet<Reason> = new Set(['not-reachable', 'not-a-picture']);

/** Foreign origins that keep the page from reading their pictures: each refusal costs a line in the console. */
const closedOrigins = new Set<string>();

/** Has a picture judged: by its bytes as the page may read them, else by its address, else by its pixels. */
export async function analyzePicture(address: string, image: HTMLImageElement | null): Promise<PictureReply> {
  const reply = await analyzeAddress(address);
  const { outcome } = reply.analysis;
  if (outcome.kind !== 'refused' || !FETCH_REASONS.has(outcome.reason)) return reply;
  const pixels = image?.currentSrc === address ? await grabPixels(image) : null;
  return pixels ? ask({ blob: pixels }) : reply;
}

async function analyzeAddress(address: string): Promise<PictureReply> {
  try {
    const blob = await grabOpenBytes(address);
    if (blob) return await ask({ blob });
  } catch (error) {
    if (error instanceof TooManyBytes) return refuse('too-many-bytes');
    throw error;
  }
  return /^https?:/.test(address) ? ask({ url: address }) : refuse('not-reachable');
}

async function grabOpenBytes(address: string): Promise<Blob | null> {
  const origin = URL.parse(address)?.origin ?? '';
  // Not `location`'s, which a sandboxed frame keeps although it has no rights there any more.
  const isForeign = /^https?:/.test(address) && origin !== self.origin;
  if (isForeign && closedOrigins.has(origin)) return null;
  const blob = await grabBytes(address);
  if (isForeign && !blob) closedOrigins.add(origin);
  return blob;
}

async function ask(source: PictureSource): Promise<PictureReply> {
  try {
    const reply: PictureReply | undefined = await sendMessage('background/analyze', { source });
    return reply ?? refuse('engine-failed');
  } catch {
    return refuse('engine-failed');
  }
}

function refuse(reason: Reason): PictureReply {
  return {
    analysis: {
      outcome: { kind: 'refused', reason },
      width: 0,
      height: 0,
      modelVersion: '',
      milliseconds: { decode: 0, spectra: 0, total: 0 },
    },
    thumbnail: null,
  };
}
