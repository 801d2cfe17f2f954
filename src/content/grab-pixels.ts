import { MOST_PIXELS } from '../analysis.ts';

/** The picture as the page shows it, as PNG; null where the page may not read its pixels either. */
export async function grabPixels(image: HTMLImageElement): Promise<Blob | null> {
  if (!image.complete || image.naturalWidth * image.naturalHeight > MOST_PIXELS) return null;
  try {
    const bitmap = await createImageBitmap(image, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}
