import type { DecodedPicture } from './decoded-picture.ts';

/** Longest side of a thumbnail: two device pixels for each of the inspector's largest. */
const THUMBNAIL_SIDE = 320;

/**
 * Decodes a picture in a worker, first frame only, without premultiplying or converting colours. Pixels are read through
 * a `VideoFrame`, which copies bytes exactly and knows them as they were coded, not as EXIF data turns the bitmap; a canvas
 * would premultiply, and some browsers add noise to what is read from one. `ImageDecoder` is no choice here: its JPEG
 * frames are YUV with coarser colour than the decoder's own RGB.
 * @throws DOMException where the file is damaged
 */
export async function decodeInBrowser(
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: string,
): Promise<DecodedPicture> {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: mediaType }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'none',
  });
  const frame = new VideoFrame(bitmap, { timestamp: 0 });
  const readRect: DecodedPicture['readRect'] = async (x, y, width, height, out) => {
    await frame.copyTo(out, { rect: { x, y, width, height }, format: 'RGBA' });
  };
  return {
    ...(isCopiedExactly(frame) && { copySource: bitmap }),
    width: frame.codedWidth,
    height: frame.codedHeight,
    readTile: (x, y, side, out) => readRect(x, y, side, side, out),
    readRect,
    async thumbnail() {
      const { width, height } = bitmap;
      const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(width, height));
      const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no 2-D canvas');
      context.imageSmoothingQuality = 'medium';
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
    },
    close() {
      frame.close();
      bitmap.close();
    },
  };
}

/** A GPU would copy the bitmap as it is shown, turned by EXIF data, and lose colours under alpha. */
const isCopiedExactly = ({
  format,
  rotation,
  flip,
}: VideoFrame & { rotation?: number; flip?: boolean }): boolean =>
  (format === 'RGBX' || format === 'BGRX') && rotation === 0 && flip === false;
