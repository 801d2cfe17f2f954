import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { readClaims } from './read-claims.ts';

const claimsOf = (file: Buffer) => readClaims(new Uint8Array(file));

const ADDRESS = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const xmp = (property: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${property}</rdf:RDF></x:xmpmeta>`;
const ATTRIBUTE = xmp(
  `<rdf:Description xmlns:Iptc4xmpExt="x" Iptc4xmpExt:DigitalSourceType="${ADDRESS}trainedAlgorithmicMedia"/>`,
);

const blank = sharp({ create: { width: 8, height: 8, channels: 3, background: 'gray' } });
const withXmp = (format: 'png' | 'jpeg' | 'webp', text: string): Promise<Buffer> =>
  blank.clone().withXmp(text).toFormat(format).toBuffer();

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A PNG with a chunk right after its header. */
async function withChunk(type: string, content: Buffer): Promise<Buffer> {
  const png = await blank.clone().png().toBuffer();
  const chunk = Buffer.concat([uint32(content.length), ascii(type), content, uint32(0)]);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

/** A JPEG with a segment right after its start. */
async function withSegment(marker: number, content: Buffer): Promise<Buffer> {
  const jpeg = await blank.clone().jpeg().toBuffer();
  const head = Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}

test.each(['png', 'jpeg', 'webp'] as const)('the digital source type of a %s is read', async (format) => {
  expect(await claimsOf(await withXmp(format, ATTRIBUTE))).toEqual(['iptc-generated']);
  expect(await claimsOf(await blank.clone().toFormat(format).toBuffer())).toEqual([]);
});

test.each([
  [`<a:DigitalSourceType>${ADDRESS}trainedAlgorithmicMedia</a:DigitalSourceType>`, 'iptc-generated'],
  [`<a:DigitalSourceType rdf:resource="${ADDRESS}trainedAlgorithmicMedia"/>`, 'iptc-generated'],
  [`<b a:DigitalSourceType='${ADDRESS}compositeWithTrainedAlgorithmicMedia'/>`, 'iptc-composite'],
  ['<a:DigitalSourceType>trainedAlgorithmicMedia</a:DigitalSourceType>', 'iptc-generated'],
])('it may be written as %s', async (property, claim) => {
  expect(await claimsOf(await withXmp('jpeg', xmp(property)))).toEqual([claim]);
});

test.each([
  `<a:DigitalSourceType>${ADDRESS}digitalCapture</a:DigitalSourceType>`,
  '<dc:description>not trainedAlgorithmicMedia, says the DigitalSourceType</dc:description>',
  '<a:DigitalSourceType>trainedAlgorithmicMediaNot</a:DigitalSourceType>',
])('other words are no claim: %s', async (property) => {
  expect(await claimsOf(await withXmp('jpeg', xmp(property)))).toEqual([]);
});

test.each([
  ['parameters', 'a cat\nSteps: 20, Sampler: Euler a, CFG scale: 7'],
  ['prompt', '{"3": {"class_type": "KSampler"}}'],
  ['invokeai_metadata', '{"seed": 1}'],
  ['sd-metadata', '{"image": {}}'],
  ['Software', 'NovelAI'],
])('a generator’s settings in a PNG are read: %s', async (keyword, text) => {
  expect(await claimsOf(await withChunk('tEXt', ascii(`${keyword}\0${text}`)))).toEqual([
    'generator-settings',
  ]);
  expect(await claimsOf(await withChunk('iTXt', ascii(`${keyword}\0\0\0\0\0${text}`)))).toEqual([
    'generator-settings',
  ]);
  const deflated = Buffer.concat([ascii(`${keyword}\0\0`), deflateSync(text)]);
  expect(await claimsOf(await withChunk('zTXt', deflated))).toEqual(['generator-settings']);
});

test.each([
  ['parameters', 'exposure 1/60'],
  ['prompt', 'Who goes there?'],
  ['Software', 'Adobe Photoshop'],
  ['constructor', '{}'],
])('the same keywords have other uses: %s, %s', async (keyword, text) => {
  expect(await claimsOf(await withChunk('tEXt', ascii(`${keyword}\0${text}`)))).toEqual([]);
});

const JUMBF = Buffer.concat([
  ...[ascii('JP'), Buffer.from([0, 1]), uint32(1), uint32(100), ascii('jumb'), uint32(40), ascii('jumdc2pa')],
  Buffer.alloc(20),
]);

test('Content Credentials are noticed', async () => {
  expect(await claimsOf(await withSegment(0xeb, JUMBF))).toEqual(['credentials']);
  expect(await claimsOf(await withChunk('caBX', Buffer.alloc(8)))).toEqual(['credentials']);
  const webp = await blank.clone().webp().toBuffer();
  const chunk = Buffer.concat([ascii('C2PA'), Buffer.from([2, 0, 0, 0]), Buffer.alloc(2)]);
  const signed = Buffer.concat([webp, chunk]);
  expect(await claimsOf(signed)).toEqual([]);
  signed.writeUInt32LE(signed.length - 8, 4);
  expect(await claimsOf(signed)).toEqual(['credentials']);
});

test('what lies behind a picture, or in a place of another format, is not read', async () => {
  const png = await blank.clone().png().toBuffer();
  const marked = await withXmp('png', ATTRIBUTE);
  expect(await claimsOf(Buffer.concat([png, marked.subarray(33)]))).toEqual([]);
  const jpeg = await blank.clone().jpeg().toBuffer();
  const segments = (await withSegment(0xeb, JUMBF)).subarray(2);
  expect(await claimsOf(Buffer.concat([jpeg, segments]))).toEqual([]);
  expect(await claimsOf(await withSegment(0xe1, ascii(ATTRIBUTE)))).toEqual([]);
  expect(await claimsOf(await withSegment(0xe2, JUMBF))).toEqual([]);
  expect(await claimsOf(ascii(ATTRIBUTE))).toEqual([]);
});

test('files cut short anywhere, or with lengths that lie, end quietly', async () => {
  const files = [
    await withXmp('png', ATTRIBUTE),
    await withXmp('jpeg', ATTRIBUTE),
    await withXmp('webp', ATTRIBUTE),
    await withSegment(0xeb, JUMBF),
  ];
  for (const file of files) {
    for (let length = 0; length < file.length; length++) await claimsOf(file.subarray(0, length));
    const lying = Buffer.from(file);
    for (let at = 2; at < lying.length; at++) {
      lying[at] = 0xff;
      await claimsOf(lying);
    }
  }
});

test('of a text that swells without end only the beginning is read', async () => {
  const swelling = Buffer.concat([ascii('prompt\0\0'), deflateSync(Buffer.alloc(100_000_000, ' '))]);
  const start = performance.now();
  expect(await claimsOf(await withChunk('zTXt', swelling))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('a text that is made to be slow is not', async () => {
  const start = performance.now();
  await claimsOf(await withChunk('tEXt', ascii(`prompt\0{${'"class_typ'.repeat(30_000)}`)));
  await claimsOf(await withXmp('png', xmp(':DigitalSourceType   '.repeat(20_000))));
  expect(performance.now() - start).toBeLessThan(1000);
});
