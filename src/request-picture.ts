import { MOST_BYTES, type Reason } from './analysis.ts';

const TIME_LIMIT_MS = 20_000;

/** What goes along with a request. */
export type RequestRights = Pick<RequestInit, 'cache' | 'credentials' | 'redirect' | 'referrerPolicy'> & {
  /** The only network in which servers are asked, redirects included; newer than the compiler's types. */
  targetAddressSpace?: 'public';
};

/**
 * Requests a picture's encoded bytes once more, from the cache where it can be and nothing else is said.
 * @param signal gives it up: what cannot be reached then says nothing of the picture
 */
export const requestPicture = (
  address: string,
  rights: RequestRights,
  signal: AbortSignal,
): Promise<Blob | Reason> => answerOf(address, rights, signal).catch(() => 'not-reachable');

/**
 * `requestPicture` for those who have another way to ask.
 * @throws TypeError where there is no answer at all, DOMException where it took too long or was given up
 */
export async function answerOf(
  address: string,
  rights: RequestRights,
  signal: AbortSignal,
): Promise<Blob | Reason> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIME_LIMIT_MS)]);
  const response = await fetch(address, { cache: 'force-cache', ...rights, signal: limited });
  const { ok, body, headers } = response;
  const isTooLong = Number(headers.get('content-length')) > MOST_BYTES;
  if (ok && !isTooLong && isOfKnownLength(response)) return await response.blob();
  if (ok && body && !isTooLong) return await readLimited(body, headers.get('content-type') ?? '');
  await body?.cancel();
  return ok && isTooLong ? 'too-many-bytes' : 'not-reachable';
}

/**
 * Whether there can't be more than the headers say, so that the browser may read it outside of the page's thread. Of what
 * is compressed they say nothing, and other sites need not show whether it is.
 */
const isOfKnownLength = ({ type, headers }: Response): boolean =>
  type === 'basic' && headers.has('content-length') && !headers.has('content-encoding');

/** Servers may lie about the length or send without end, so the bytes are counted as they come. */
async function readLimited(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  type: string,
): Promise<Blob | Reason> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_BYTES) return 'too-many-bytes';
    chunks.push(chunk);
  }
  return new Blob(chunks, { type });
}
