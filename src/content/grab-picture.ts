import { MOST_BYTES } from '../analysis.ts';

const MAX_PIXELS = 64e6;
const TIME_LIMIT_MS = 20_000;

/** A response was longer than may be read. */
export class TooManyBytes extends Error {}

/**
 * Reads a picture's encoded bytes with the rights of the page and, where it can, from the page's own cache. Null
 * where the page itself may not read them.
 *
 * @throws {TooManyBytes} beyond `MOST_BYTES`
 */
export async function grabBytes(address: string): Promise<Blob | null> {
  try {
    const response = await fetch(address, {
      cache: 'force-cache',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    if (response.ok) return await readBody(response);
    await response.body?.cancel();
    return null;
  } catch (error) {
    if (error instanceof TooManyBytes) throw error;
    return null;
  }
}

async function readBody(response: Response): Promise<Blob> {
  const announced = Number(response.headers.get('content-length'));
  if (announced > MOST_BYTES) {
    await response.body?.cancel();
    throw new TooManyBytes();
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST_BYTES) throw new TooManyBytes();
    chunks.push(chunk);
  }
  return new Blob(chunks, { type: response.headers.get('content-type') ?? '' });
}

/** The picture as the page shows it, as PNG; null where the page may not read its pixels either. */
export async function grabPixels(image: HTMLImageElement): Promise<Blob | null> {
  if (!image.complete || image.naturalWidth * image.naturalHeight > MAX_PIXELS) return null;
  try {
    const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}
