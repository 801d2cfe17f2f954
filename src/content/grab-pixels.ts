import { MOST_PIXELS } from '../analysis.ts';

/** Time for a picture that the page itself still waits for. */
const LOADING_MS = 5_000;

/** The picture as the page shows it, as PNG; null where the page may not read its pixels either. */
export async function grabPixels(image: HTMLImageElement): Promise<Blob | null> {
  try {
    if (!image.complete) await Promise.race([image.decode(), timeUp()]);
    if (!image.complete || image.naturalWidth * image.naturalHeight > MOST_PIXELS) return null;
    const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}

const timeUp = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOADING_MS));
