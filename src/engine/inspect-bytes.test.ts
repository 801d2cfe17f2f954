import { describe, expect, test } from 'vitest';
import { MOST_BYTES } from '../analysis.ts';
import { inspectBytes } from './inspect-bytes.ts';

const TIME_LIMIT_MS = 2000;

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** A start, then as many repetitions of a piece as may still be read. */
function filled(start: string, piece: string): Uint8Array {
  const bytes = Buffer.alloc(MOST_BYTES);
  bytes.fill(piece, bytes.write(start, 'latin1'), 'latin1');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

const FTYP = '\0\0\0\x14ftypavif\0\0\0\0avif';
/** Properties without end: `meta`, `iprp` and `ipco` each claim all that follows. */
const PROPERTIES = `${FTYP}\0\0\0\0meta\0\0\0\0\0\0\0\0iprp\0\0\0\0ipco`;

describe('what a page makes up to keep the reader busy is soon refused', () => {
  test.each([
    ['a JPEG of stray bytes', '\xff\xd8\xff', '\0'],
    ['a JPEG of fill bytes', '\xff\xd8\xff', '\xff'],
    ['a JPEG of empty segments', '\xff\xd8\xff', '\xe1\xff\0\0'],
    ['a GIF of extensions', 'GIF89a\0\x02\0\x02\0\0\0', '!\xf9\0'],
    ['a GIF of one-byte blocks', 'GIF89a\0\x02\0\x02\0\0\0!\xfe', '\x01\x01'],
    ['an AVIF of properties', PROPERTIES, '\0\0\0\x14ispe\0\0\0\0\0\0\0\x01\0\0\0\x01'],
    ['an AVIF of empty boxes', PROPERTIES, '\0\0\0\x08free'],
    ['an AVIF of endless brands', '\xff\xff\xff\xf0ftypmif1', 'mif1'],
    ['a drawing of comments', '<?xml?>', '<!-- '],
    ['a drawing of opened tags', ' ', '<svg:'],
    ['an icon of as many pictures as it can claim', '\0\0\x01\0\xff\xff', '\x01'],
  ])('%s', (_, start, piece) => {
    const bytes = filled(start, piece);
    const before = performance.now();
    expect(inspectBytes(bytes)).toHaveProperty('reason');
    expect(performance.now() - before).toBeLessThan(TIME_LIMIT_MS);
  });
});

test.each([
  ['VP8X', `\x10\0\0\0\x0a\0\0\0\0\0\0\0\xff\x01\0\x7f\x01\0`],
  ['VP8L', '\0\0\0\0\x2f\xff\xc1\x5f\0\0'],
  ['VP8 ', '\0\0\0\0\0\0\0\x9d\x01\x2a\0\x02\x80\x01'],
])('reads the size of a WebP with %s', (chunk, rest) => {
  const bytes = latin1(`RIFF\0\0\0\0WEBP${chunk}${chunk === 'VP8X' ? rest.slice(4) : rest}`);
  expect(inspectBytes(bytes)).toEqual({ width: 512, height: 384, mediaType: 'image/webp' });
});

test("takes the largest of an AVIF's sizes, wherever its boxes lie", () => {
  const ispe = (width: string, height: string): string => `\0\0\0\x14ispe\0\0\0\0\0\0${width}\0\0${height}`;
  const properties = ispe('\x01\0', '\x01\0') + ispe('\x02\0', '\x01\x80') + ispe('\0\x40', '\0\x40');
  const before = '\0\0\0\x0cuuid\x01\x02\x03\x04';
  const bytes = latin1(
    `${FTYP}${before}\0\0\0\x58meta\0\0\0\0\0\0\0\x4ciprp\0\0\0\x44ipco${properties}\0\0\0\x08mdat`,
  );
  expect(inspectBytes(bytes)).toEqual({ width: 512, height: 384, mediaType: 'image/avif' });
});

test('passes over what lies before the frame of a JPEG', () => {
  const bytes = latin1('\xff\xd8\xff\xe1\0\x06\xff\xc0\0\0\0\0\xff\xff\xff\xc2\0\x11\x08\x01\x80\x02\0');
  expect(inspectBytes(bytes)).toEqual({ width: 512, height: 384, mediaType: 'image/jpeg' });
});

test("an icon is as large as its largest picture, and can't be larger than 256", () => {
  const bytes = latin1(`\0\0\x01\0\x02\0${'\x20\x20'.padEnd(16, '\0')}${'\0\0'.padEnd(16, '\0')}`);
  expect(inspectBytes(bytes)).toEqual({ width: 256, height: 256, mediaType: 'image/x-icon' });
});
