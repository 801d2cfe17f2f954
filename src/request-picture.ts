import { MOST_BYTES, type Reason } from './analysis.ts';

const TIME_LIMIT_MS = 20_000;

/** What goes along with a request. */
export type RequestRights = Pick<RequestInit, 'credentials' | 'redirect' | 'referrerPolicy'>;

/** Requests a picture's encoded bytes once more, from the cache where it can be. */
export async function requestPicture(address: string, rights: RequestRights): Promise<Blob | Reason> {
  try {
    const signal = AbortSignal.timeout(TIME_LIMIT_MS);
    const { ok, body, headers } = await fetch(address, { ...rights, cache: 'force-cache', signal });
    const isTooLong = Number(headers.get('content-length')) > MOST_BYTES;
    if (ok && body && !isTooLong) return await readLimited(body, headers.get('content-type') ?? '');
    await body?.cancel();
    return ok && isTooLong ? 'too-many-bytes' : 'not-reachable';
  } catch {
    return 'not-reachable';
  }
}

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
