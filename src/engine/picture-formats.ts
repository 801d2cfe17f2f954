/** A kind of file that browsers show in an `<img>`, told by its content and measured without decoding it. */
export interface PictureFormat {
  mediaType: string;
  matches(bytes: Uint8Array): boolean;
  /**
   * Width and height as the header claims, before any turn by EXIF; they may be lies.
   * @throws RangeError where the header is cut short
   */
  sizeOf(file: DataView): Size;
}

export interface Size {
  width: number;
  height: number;
}

/**
 * Every reader passes over the file at most once, in steps of at least one byte: a page can't make a header costly.
 * What a reader accepts may still be damaged; that is for the decoder to find.
 */
export const PICTURE_FORMATS: readonly PictureFormat[] = [
  {
    mediaType: 'image/jpeg',
    matches: (bytes) => has(bytes, 0, '\xff\xd8\xff'),
    sizeOf: jpegSize,
  },
  {
    mediaType: 'image/png',
    matches: (bytes) => has(bytes, 0, '\x89PNG\r\n\x1a\n'),
    sizeOf: (file) => ({ width: file.getUint32(16), height: file.getUint32(20) }),
  },
  {
    mediaType: 'image/webp',
    matches: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP'),
    sizeOf: webpSize,
  },
  {
    mediaType: 'image/avif',
    matches: isAvif,
    sizeOf: avifSize,
  },
  {
    mediaType: 'image/gif',
    matches: (bytes) => has(bytes, 0, 'GIF87a') || has(bytes, 0, 'GIF89a'),
    sizeOf: gifSize,
  },
  {
    mediaType: 'image/bmp',
    // Two letters start many a text as well; the length of the second header, of which there are few, decides.
    matches: (bytes) => has(bytes, 0, 'BM') && [40, 52, 56, 64, 108, 124].includes(bytes[14]),
    sizeOf: (file) => ({
      width: Math.abs(file.getInt32(18, true)),
      height: Math.abs(file.getInt32(22, true)),
    }),
  },
  {
    mediaType: 'image/x-icon',
    matches: (bytes) => has(bytes, 0, '\0\0\x01\0'),
    sizeOf: iconSize,
  },
];

function has(bytes: Uint8Array, at: number, text: string): boolean {
  return Array.from(text).every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}

const largest = (sizes: Size[]): Size =>
  sizes.reduce((most, size) => (size.width * size.height > most.width * most.height ? size : most));

/** Markers of JPEG that start a frame: SOF0…SOF15 without DHT, JPG and DAC, which lie among them. */
const isFrameStart = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(file: DataView): Size {
  let at = 2;
  for (;;) {
    const marker = file.getUint8(at) === 0xff ? file.getUint8(at + 1) : 0;
    // Decoders pass over stray and fill bytes between segments, so this does, too.
    if (marker === 0 || marker === 0xff) at++;
    else if (isFrameStart(marker)) return { height: file.getUint16(at + 5), width: file.getUint16(at + 7) };
    else at += 2 + file.getUint16(at + 2);
  }
}

function webpSize(file: DataView): Size {
  const chunk = file.getUint8(15);
  if (chunk === 'X'.charCodeAt(0)) {
    const uint24 = (at: number): number => file.getUint16(at, true) | (file.getUint8(at + 2) << 16);
    return { width: 1 + uint24(24), height: 1 + uint24(27) };
  }
  if (chunk === 'L'.charCodeAt(0)) {
    const packed = file.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >> 14) & 0x3fff) };
  }
  return { width: file.getUint16(26, true) & 0x3fff, height: file.getUint16(28, true) & 0x3fff };
}

/** Brands to look at, more than any encoder lists. */
const MOST_BRANDS = 32;

function isAvif(bytes: Uint8Array): boolean {
  if (!has(bytes, 4, 'ftyp')) return false;
  const end = Math.min((bytes[2] << 8) | bytes[3], 8 + 4 * MOST_BRANDS);
  for (let at = 8; at < end; at += 4) if (has(bytes, at, 'avif') || has(bytes, at, 'avis')) return true;
  return false;
}

/** Property boxes carry a version and flags before their content. */
const FULL_BOX = 4;

/** The largest of a file's `ispe` properties: beside the picture there may be its tiles, its alpha and thumbnails. */
function avifSize(file: DataView): Size {
  const meta = firstBox(file, 'meta', { start: 0, end: file.byteLength });
  const properties = firstBox(file, 'iprp', { start: meta.start + FULL_BOX, end: meta.end });
  let size: Size = { width: 0, height: 0 };
  for (const { start } of boxes(file, 'ispe', firstBox(file, 'ipco', properties))) {
    const at = start + FULL_BOX;
    size = largest([size, { width: file.getUint32(at), height: file.getUint32(at + 4) }]);
  }
  return size;
}

interface Extent {
  start: number;
  end: number;
}

function firstBox(file: DataView, type: string, within: Extent): Extent {
  for (const box of boxes(file, type, within)) return box;
  throw new RangeError(`no ${type} box`);
}

/** The contents of all boxes of a type directly inside an extent. */
function* boxes(file: DataView, type: string, { start, end }: Extent): Generator<Extent> {
  const wanted = Array.from(type).reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0);
  for (let at = start; at + 8 <= end; ) {
    const short = file.getUint32(at);
    const header = short === 1 ? 16 : 8;
    const length = short === 1 ? Number(file.getBigUint64(at + 8)) : short || end - at;
    if (length < header) return;
    if (file.getUint32(at + 4) === wanted) yield { start: at + header, end: Math.min(at + length, end) };
    at += length;
  }
}

/** Browsers make room for a first frame that is larger than the screen it is to lie on. */
function gifSize(file: DataView): Size {
  const uint16 = (at: number): number => file.getUint16(at, true);
  const screen = { width: uint16(6), height: uint16(8) };
  const flags = file.getUint8(10);
  let at = 13 + (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  // Extensions come before the frame: a label each, then sub-blocks up to an empty one.
  while (file.getUint8(at) === 0x21) {
    at += 2;
    while (file.getUint8(at) !== 0) at += 1 + file.getUint8(at);
    at++;
  }
  if (file.getUint8(at) !== 0x2c) return screen;
  return {
    width: Math.max(screen.width, uint16(at + 1) + uint16(at + 5)),
    height: Math.max(screen.height, uint16(at + 3) + uint16(at + 7)),
  };
}

function iconSize(file: DataView): Size {
  const count = file.getUint16(4, true);
  const side = (at: number): number => file.getUint8(at) || 256;
  return largest(
    Array.from({ length: Math.max(1, count) }, (_, i) => ({
      width: side(6 + 16 * i),
      height: side(7 + 16 * i),
    })),
  );
}
