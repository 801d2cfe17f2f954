import { imageSize } from 'image-size';
import { MOST_BYTES, type Reason } from '../analysis.ts';
import { SMALLEST_SIDE } from '../spectrum/tiles.ts';

export const MOST_PIXELS = 64_000_000;

/** Formats that browsers show in an `<img>`, by the name that `image-size` gives them, with their media type. */
const MEDIA_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
  heif: 'image/avif',
};

export type Inspection = { width: number; height: number; mediaType: string } | { reason: Reason };

/**
 * Looks at a file's header before anything is decoded: what it is by its content, not by its name or declared type,
 * and whether its size lets it be decoded at all. Dimensions are as the header claims and may be lies.
 */
export function inspectBytes(bytes: Uint8Array): Inspection {
  if (bytes.length > MOST_BYTES) return { reason: 'too-many-bytes' };
  let size: { width: number; height: number; type?: string };
  try {
    size = imageSize(bytes);
  } catch {
    return { reason: looksLikePicture(bytes) ? 'damaged' : 'not-a-picture' };
  }
  if (size.type === 'svg') return { reason: 'vector-graphic' };
  const mediaType = MEDIA_TYPES[size.type ?? ''];
  if (!mediaType) return { reason: 'not-a-picture' };
  const { width, height } = size;
  if (width * height > MOST_PIXELS) return { reason: 'too-large' };
  if (Math.min(width, height) < SMALLEST_SIDE) return { reason: 'too-small' };
  return { width, height, mediaType };
}

const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x52, 0x49, 0x46, 0x46],
];

/** Whether a file whose header can't be read at least starts like a picture. */
function looksLikePicture(bytes: Uint8Array): boolean {
  return SIGNATURES.some((signature) => signature.every((byte, i) => bytes[i] === byte));
}
