/** A part of a picture's file that can say how it was made. */
export type FilePart =
  | { kind: 'xmp'; text: string }
  /** A PNG's text chunk. */
  | { kind: 'text'; keyword: string; text: string }
  /** A manifest store of C2PA. */
  | { kind: 'credentials' };

/** Far more parts than any honest file has, far fewer than would take time. */
const MOST_PARTS = 4096;
/** Of a part's text; what is beyond is not read. */
const MOST_TEXT = 256 * 1024;

/**
 * The parts of a PNG, JPEG or WebP file that its own format has a place for, in their order. Bytes that merely lie in or
 * behind the file are not looked at. Files cut short end early.
 */
export async function* fileParts(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<FilePart> {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = READERS.find(({ matches }) => matches(bytes));
  let left = MOST_PARTS;
  for (const segment of reader?.segments(file) ?? []) {
    if (left-- === 0) return;
    const part = await reader?.part(segment.name, bytes.subarray(segment.start, segment.end));
    if (part) yield part;
  }
}

interface Segment {
  name: string;
  start: number;
  end: number;
}

interface Reader {
  matches(bytes: Uint8Array): boolean;
  segments(file: DataView): Generator<Segment>;
  part(name: string, bytes: Uint8Array<ArrayBuffer>): FilePart | null | Promise<FilePart | null>;
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes.subarray(0, MOST_TEXT));
const utf8 = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, MOST_TEXT));
const letters = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const READERS: Reader[] = [
  {
    matches: (bytes) => letters(bytes, 0, 8) === '\x89PNG\r\n\x1a\n',
    segments: pngChunks,
    part: pngPart,
  },
  { matches: (bytes) => letters(bytes, 0, 3) === '\xff\xd8\xff', segments: jpegSegments, part: jpegPart },
  {
    matches: (bytes) => letters(bytes, 0, 4) === 'RIFF' && letters(bytes, 8, 4) === 'WEBP',
    segments: webpChunks,
    part: webpPart,
  },
];

const nameAt = (file: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => file.getUint8(at + i)));

function* pngChunks(file: DataView): Generator<Segment> {
  for (let at = 8; at + 12 <= file.byteLength; ) {
    const end = at + 8 + file.getUint32(at);
    const name = nameAt(file, at + 4);
    if (name === 'IEND' || end > file.byteLength) return;
    yield { name, start: at + 8, end };
    at = end + 4;
  }
}

async function pngPart(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<FilePart | null> {
  if (name === 'caBX') return { kind: 'credentials' };
  const keywordEnd = bytes.indexOf(0);
  if (!['tEXt', 'zTXt', 'iTXt'].includes(name) || keywordEnd === -1) return null;
  const text = await pngText(name, bytes.subarray(keywordEnd + 1));
  const keyword = latin1(bytes.subarray(0, keywordEnd));
  if (text === null) return null;
  return keyword === 'XML:com.adobe.xmp' ? { kind: 'xmp', text } : { kind: 'text', keyword, text };
}

/** @param bytes a text chunk's, behind its keyword */
async function pngText(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  if (name === 'tEXt') return latin1(bytes);
  if (name === 'zTXt') return inflate(bytes.subarray(1)).then(latin1, () => null);
  const languageEnd = bytes.indexOf(0, 2);
  const translationEnd = bytes.indexOf(0, languageEnd + 1);
  if (languageEnd === -1 || translationEnd === -1) return null;
  const text = bytes.subarray(translationEnd + 1);
  return bytes[0] === 0 ? utf8(text) : inflate(text).then(utf8, () => null);
}

/** The beginning of a zlib stream's content. @throws TypeError where it is damaged */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const inflated = new Uint8Array(MOST_TEXT);
  let length = 0;
  for await (const chunk of new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'))) {
    const part = chunk.subarray(0, MOST_TEXT - length);
    inflated.set(part, length);
    length += part.length;
    if (length === MOST_TEXT) break;
  }
  return inflated.subarray(0, length);
}

/** Up to the picture's own data, behind which nothing of ours comes. */
function* jpegSegments(file: DataView): Generator<Segment> {
  for (let at = 2; at + 4 <= file.byteLength; ) {
    const marker = file.getUint8(at) === 0xff ? file.getUint8(at + 1) : 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + file.getUint16(at + 2);
    if (marker === 0 || marker === START_OF_SCAN || end > file.byteLength) return;
    yield { name: `APP${marker - FIRST_APP}`, start: at + 4, end };
    at = end;
  }
}

const START_OF_SCAN = 0xda;
const FIRST_APP = 0xe0;
const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';

function jpegPart(name: string, bytes: Uint8Array): FilePart | null {
  if (name === 'APP1' && letters(bytes, 0, XMP_HEADER.length) === XMP_HEADER) {
    return { kind: 'xmp', text: utf8(bytes.subarray(XMP_HEADER.length)) };
  }
  // A JUMBF superbox, of which the description box at its start says that it holds C2PA's manifests.
  const isStore =
    name === 'APP11' &&
    letters(bytes, 0, 2) === 'JP' &&
    letters(bytes, 12, 4) === 'jumb' &&
    letters(bytes, 20, 8) === 'jumdc2pa';
  return isStore ? { kind: 'credentials' } : null;
}

function* webpChunks(file: DataView): Generator<Segment> {
  const fileEnd = Math.min(file.byteLength, 8 + file.getUint32(4, true));
  for (let at = 12; at + 8 <= fileEnd; ) {
    const end = at + 8 + file.getUint32(at + 4, true);
    if (end > fileEnd) return;
    yield { name: nameAt(file, at), start: at + 8, end };
    at = end + (end % 2);
  }
}

function webpPart(name: string, bytes: Uint8Array): FilePart | null {
  if (name === 'C2PA') return { kind: 'credentials' };
  return name === 'XMP ' ? { kind: 'xmp', text: utf8(bytes) } : null;
}
