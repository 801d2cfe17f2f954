import { MOST_PIXELS } from '../analysis.ts';

type PixelSource = HTMLImageElement | HTMLCanvasElement | HTMLVideoElement;

/** What the element shows at this moment, as PNG; null where that is nothing, or not the page's to read either. */
export async function grabPixels(source: PixelSource): Promise<Blob | null> {
  try {
    const { width, height } = sizeOf(source);
    if (width * height > MOST_PIXELS) return null;
    const bitmap = await createImageBitmap(source, {
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch {
    return null;
  }
}

function sizeOf(source: PixelSource): { width: number; height: number } {
  if (source instanceof HTMLCanvasElement) return source;
  if (source instanceof HTMLVideoElement) return { width: source.videoWidth, height: source.videoHeight };
  return { width: source.naturalWidth, height: source.naturalHeight };
}
