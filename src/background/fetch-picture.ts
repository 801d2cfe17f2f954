import { MOST_BYTES, type Reason } from '../analysis.ts';

const TIME_LIMIT_MS = 20_000;

/**
 * Requests a picture that a page shows but whose bytes the page's own context may not read. Nothing goes along that could
 * tell the reader apart or that the page's request had not: no cookies, no referrer.
 */
export async function fetchPicture(url: string): Promise<Blob | Reason> {
  if (!/^https?:/i.test(url)) return 'not-reachable';
  try {
    const response = await fetch(url, {
      cache: 'force-cache',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    if (!response.ok || !response.body) return 'not-reachable';
    if (Number(response.headers.get('content-length')) > MOST_BYTES) {
      await response.body.cancel();
      return 'too-many-bytes';
    }
    return await readLimited(response.body, response.headers.get('content-type') ?? '');
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
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_BYTES) return 'too-many-bytes';
    chunks.push(chunk);
  }
  return new Blob(chunks, { type });
}
