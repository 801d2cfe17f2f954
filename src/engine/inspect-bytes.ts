import { MOST_BYTES, MOST_PIXELS, type Reason } from '../analysis.ts';
import { SMALLEST_SIDE } from '../spectrum/tiles.ts';
import { isSvg } from './is-svg.ts';
import { PICTURE_FORMATS, type PictureFormat, type Size } from './picture-formats.ts';

const UNKNOWN: Size = { width: 0, height: 0 };

/** A file's size as its header claims, 0 × 0 where there is none, and how to decode it or why not to. */
export type Inspection = Size & ({ mediaType: string } | { reason: Reason });

/**
 * Looks at a file's header before anything is decoded: what it is by its content, not by its name or declared type,
 * and whether its size lets it be decoded at all.
 */
export function inspectBytes(bytes: Uint8Array): Inspection {
  if (bytes.length > MOST_BYTES) return { ...UNKNOWN, reason: 'too-many-bytes' };
  const format = PICTURE_FORMATS.find(({ matches }) => matches(bytes));
  if (!format) return { ...UNKNOWN, reason: isSvg(bytes) ? 'vector-graphic' : 'not-a-picture' };
  const size = claimedSize(format, bytes);
  if (size.width === 0 || size.height === 0) return { ...size, reason: 'damaged' };
  if (size.width * size.height > MOST_PIXELS) return { ...size, reason: 'too-large' };
  if (Math.min(size.width, size.height) < SMALLEST_SIDE) return { ...size, reason: 'too-small' };
  return { ...size, mediaType: format.mediaType };
}

function claimedSize({ sizeOf }: PictureFormat, bytes: Uint8Array): Size {
  try {
    return sizeOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    return UNKNOWN;
  }
}
