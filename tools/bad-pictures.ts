import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp, { type Colour, type Sharp } from 'sharp';
import { MOST_BYTES, type Reason } from '../src/analysis.ts';

/** A file that a page might show, and what must come of it in Node and in browsers alike. */
export interface BadPicture {
  /** A file name, as wrong as its content may be. */
  name: string;
  bytes: Buffer;
  outcome: 'measured' | Reason;
  /** As the file's header has it, whatever the outcome; 0 where it says nothing. */
  width: number;
  height: number;
}

const WIDTH = 512;
const HEIGHT = 384;

const require = createRequire(import.meta.url);
const PHOTOGRAPH = join(dirname(require.resolve('simplelightbox/package.json')), 'demo/img/full/01.jpg');

/** Files that are damaged, unusual, lying or no picture at all; all made here. */
export async function badPictures(): Promise<BadPicture[]> {
  const pixels = await sharp(PHOTOGRAPH).resize(WIDTH, HEIGHT).removeAlpha().raw().toBuffer();
  const photograph = (): Sharp => sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
  const twoFrames = (): Sharp =>
    sharp(Buffer.concat([pixels, Buffer.from(pixels).reverse()]), {
      raw: { width: WIDTH, height: 2 * HEIGHT, channels: 3, pageHeight: HEIGHT },
    });
  const jpeg = await photograph().jpeg({ quality: 90 }).toBuffer();
  const progressive = await photograph().jpeg({ quality: 90, progressive: true }).toBuffer();
  const png = await photograph().png().toBuffer();
  const gif = await photograph().gif().toBuffer();
  const webp = await photograph().webp({ quality: 90 }).toBuffer();
  const avif = await photograph().avif({ quality: 80, effort: 2 }).toBuffer();
  const animatedGif = await twoFrames().gif().toBuffer();
  const bmp = bmpOf(pixels, WIDTH, HEIGHT);

  const photographs: [name: string, bytes: Buffer | Sharp][] = [
    ['progressive.jpg', progressive],
    ['png-in-disguise.jpg', png],
    ['jpeg-in-disguise.png', jpeg],
    ['three-bytes-more.jpg', Buffer.concat([jpeg, Buffer.from([1, 2, 3])])],
    ['three-bytes-more.png', Buffer.concat([png, Buffer.from([1, 2, 3])])],
    ['cmyk.jpg', photograph().toColourspace('cmyk').jpeg({ quality: 90 })],
    ['turned-by-exif.jpg', photograph().withMetadata({ orientation: 6 }).jpeg({ quality: 90 })],
    ['wide-colours.jpg', photograph().withIccProfile('p3').jpeg({ quality: 90 })],
    ['greyscale.png', photograph().toColourspace('b-w').png()],
    ['palette.png', photograph().png({ palette: true })],
    ['16-bit.png', photograph().toColourspace('rgb16').png()],
    ['still.gif', gif],
    ['animated.gif', animatedGif],
    ['second-frame-cut.gif', animatedGif.subarray(0, animatedGif.length * 0.75)],
    ['still.webp', webp],
    ['lossless.webp', photograph().webp({ lossless: true })],
    ['animated.webp', twoFrames().webp({ quality: 90 })],
    ['still.avif', avif],
    ['still.bmp', bmp],
  ];
  const damaged: [name: string, bytes: Buffer][] = [
    ['half.jpg', half(jpeg)],
    ['half-progressive.jpg', half(progressive)],
    ['without-end.jpg', jpeg.subarray(0, -2)],
    ['half.png', half(png)],
    ['without-end.png', png.subarray(0, -12)],
    ['wrong-checksum.png', flipped(png, checksumOf(png, 'IDAT'))],
    ['broken-data.png', flipped(png, png.length >> 1)],
    ['half.gif', half(gif)],
    ['half.webp', half(webp)],
    ['half.avif', half(avif)],
    ['half.bmp', half(bmp)],
  ];
  const cut = (bytes: Buffer, length: number): Buffer => bytes.subarray(0, length);
  return [
    ...(await Promise.all(photographs.map(([name, bytes]) => entry(name, bytes, 'measured')))),
    ...(await Promise.all(damaged.map(([name, bytes]) => entry(name, bytes, 'damaged')))),
    ...(await Promise.all([
      entry('header-only.jpg', cut(jpeg, 20), 'damaged', 0, 0),
      entry('header-only.png', cut(png, 33), 'damaged'),
      entry('signature-only.png', cut(png, 8), 'damaged', 0, 0),
      entry('no-width.png', pngClaiming(0, 300), 'damaged', 0, 300),
      entry('taller-than-its-data.jpg', jpegClaiming(jpeg, WIDTH, 1024), 'measured', WIDTH, 1024),
      entry('wider-than-its-data.jpg', jpegClaiming(jpeg, 1024, HEIGHT), 'measured', 1024, HEIGHT),
      entry('too-large-by-header.jpg', jpegClaiming(jpeg, 20_000, 20_000), 'too-large', 20_000, 20_000),
      entry('too-large-by-header.png', pngClaiming(20_000, 20_000), 'too-large', 20_000, 20_000),
      entry(
        'largest-by-header.png',
        pngClaiming(2 ** 31 - 1, 2 ** 31 - 1),
        'too-large',
        2 ** 31 - 1,
        2 ** 31 - 1,
      ),
      entry('too-large-frame.gif', gifFrameClaiming(gif, 20_000, 20_000), 'too-large', 20_000, 20_000),
      entry('too-large-by-data.png', flat(8200, 8200, 'white').png(), 'too-large', 8200, 8200),
      entry('too-many-bytes.jpg', Buffer.concat([jpeg, Buffer.alloc(MOST_BYTES)]), 'too-many-bytes', 0, 0),
      entry('1x1.png', flat(1, 1, 'red').png(), 'too-small', 1, 1),
      entry('127x500.png', photograph().resize(127, 500, { fit: 'fill' }).png(), 'too-small', 127, 500),
      entry('128x128.png', photograph().resize(128, 128).png(), 'measured', 128, 128),
      entry('129x5000.png', photograph().resize(129, 5000, { fit: 'cover' }).png(), 'measured', 129, 5000),
      entry('black.png', flat(WIDTH, HEIGHT, 'black').png(), 'featureless'),
      entry('white.jpg', flat(WIDTH, HEIGHT, 'white').jpeg(), 'featureless'),
      entry('grey.webp', flat(WIDTH, HEIGHT, 'grey').webp(), 'featureless'),
      entry('chart.png', sharp(Buffer.from(CHART)).png(), 'graphic'),
      entry('static.png', staticNoise().png(), 'noise'),
      entry('static.webp', staticNoise().webp({ quality: 80 }), 'noise'),
      entry('a-third-transparent.png', onGlass(png, WIDTH + 256), 'measured', WIDTH + 256),
      entry('half-transparent.png', onGlass(png, 2 * WIDTH), 'measured', 2 * WIDTH),
      entry('transparent.png', flat(WIDTH, HEIGHT, { r: 0, g: 0, b: 0, alpha: 0 }).png(), 'transparent'),
      entry('empty.jpg', Buffer.alloc(0), 'not-a-picture', 0, 0),
      entry(
        'page.jpg',
        Buffer.from('<!doctype html><title>Gone</title><h1>Gone</h1>'),
        'not-a-picture',
        0,
        0,
      ),
      entry('page-with-drawing.png', Buffer.from(`<html><body>${DRAWING}`), 'not-a-picture', 0, 0),
      entry('words.bmp', Buffer.from('BMW is what this text starts with, no header.'), 'not-a-picture', 0, 0),
      entry('noise.jpg', noise(20_000), 'not-a-picture', 0, 0),
      entry('sound.webp', Buffer.from('RIFF\x24\0\0\0WAVEfmt '), 'not-a-picture', 0, 0),
      entry('drawing.svg', Buffer.from(DRAWING), 'vector-graphic', 0, 0),
      entry(
        'drawing-without-size.svg',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        'vector-graphic',
        0,
        0,
      ),
      entry('drawing-with-preface.svg', Buffer.from(PREFACE + DRAWING), 'vector-graphic', 0, 0),
    ])),
  ];
}

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><circle cx="200" cy="150" r="90"/></svg>';
const CHART = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="#eee"/><path d="M60 350V90h50v260zM150 350V200h50v150zM240 350V40h50v310zM330 350V260h50v90z" fill="#27c"/><path d="M30 20V350H490" fill="none" stroke="#333" stroke-width="4"/></svg>`;
const PREFACE = `\ufeff<?xml version="1.0"?>\n<!-- ${'an <img> in words, '.repeat(100)} -->\n<!DOCTYPE svg>\n`;

async function entry(
  name: string,
  made: Buffer | Sharp,
  outcome: BadPicture['outcome'],
  width = WIDTH,
  height = HEIGHT,
): Promise<BadPicture> {
  return { name, bytes: Buffer.isBuffer(made) ? made : await made.toBuffer(), outcome, width, height };
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);

const flat = (width: number, height: number, background: Colour): Sharp =>
  sharp({ create: { width, height, channels: 4, background } });

const staticNoise = (): Sharp =>
  sharp(noise(WIDTH * HEIGHT * 3), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

/** The picture with nothing to its right. */
const onGlass = (png: Buffer, width: number): Sharp =>
  sharp(png)
    .extend({ right: width - WIDTH, background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .png();

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] ^= 0x55;
  return copy;
}

/** Where the checksum of a PNG's first chunk of a type lies. */
function checksumOf(png: Buffer, type: string): number {
  const at = png.indexOf(type);
  return at + 4 + png.readUInt32BE(at - 4);
}

/** A PNG that ends after its header. */
function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\x06\0\0\0\0\0\0\0', 'latin1');
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header;
}

function jpegClaiming(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = copy.indexOf(Buffer.from([0xff, 0xc0, 0x00, 0x11, 0x08]));
  copy.writeUInt16BE(height, frame + 5);
  copy.writeUInt16BE(width, frame + 7);
  return copy;
}

/** The screen stays as it was: only the frame on it is claimed to be larger. */
function gifFrameClaiming(gif: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(gif);
  const frame = copy.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, WIDTH & 0xff, WIDTH >> 8]));
  copy.writeUInt16LE(width, frame + 5);
  copy.writeUInt16LE(height, frame + 7);
  return copy;
}

/** Rows go upwards, in blue, green and red; their length is a multiple of four here. */
function bmpOf(rgb: Buffer, width: number, height: number): Buffer {
  const start = 54;
  const bmp = Buffer.alloc(start + rgb.length);
  bmp.write('BM');
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(start, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y++) {
    const row = rgb.subarray(y * width * 3, (y + 1) * width * 3);
    for (let x = 0; x < width; x++) {
      const colour = row.readUIntBE(x * 3, 3);
      bmp.writeUIntLE(colour, start + ((height - 1 - y) * width + x) * 3, 3);
    }
  }
  return bmp;
}

/** The same bytes each time, without any file's signature. */
function noise(length: number): Buffer {
  let state = 1;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state >> 16;
    }),
  );
}
