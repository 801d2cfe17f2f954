import sharp, { type Sharp } from 'sharp';
import type { Random } from './random.ts';

/** Conditions under which pictures are judged. Both classes go through the same mill. */
export const TIERS = ['clean', 'web', 'hard'] as const;
export type Tier = (typeof TIERS)[number];

const open = (bytes: Uint8Array): Sharp => sharp(bytes, { failOn: 'none' }).toColourspace('srgb');

const shrinkTo = (picture: Sharp, side: number): Sharp =>
  picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true, kernel: 'lanczos3' });

const encode = (
  picture: Sharp,
  random: Random,
  from: number,
  to: number,
  chromaSubsampling: string,
): Promise<Uint8Array> => {
  const quality = random.integer(from, to);
  return random.chance(0.6)
    ? picture.flatten().jpeg({ quality, chromaSubsampling }).toBuffer()
    : picture.webp({ quality }).toBuffer();
};

/** A picture as its tier delivers it. */
export async function asInTier(bytes: Uint8Array, tier: Tier, random: Random): Promise<Uint8Array> {
  switch (tier) {
    case 'clean':
      return bytes;
    case 'web':
      return encode(shrinkTo(open(bytes), 768), random, 60, 90, '4:2:0');
    case 'hard':
      return shrinkTo(open(bytes), 512)
        .flatten()
        .jpeg({ quality: 40, chromaSubsampling: '4:2:0' })
        .toBuffer();
  }
}

/** A picture of which nothing is left but what it shows: shrunk to 32 pixels and enlarged again. */
export async function contentOnly(bytes: Uint8Array): Promise<Uint8Array> {
  const small = await shrinkTo(open(bytes), 32).png().toBuffer();
  return open(small).resize({ width: 512, height: 512, fit: 'inside', kernel: 'cubic' }).png().toBuffer();
}

/**
 * A picture as pages show it: at most 1280 px long, shrunk to 0.4–1 of that or enlarged up to twice, cut at a random
 * phase of the block grid, compressed as JPEG or WebP. Both classes alike, so that enlargement is no sign of either.
 */
export async function asOnAPage(bytes: Uint8Array, random: Random): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  const [long, short] = [Math.max(width, height), Math.min(width, height)];
  const shown = Math.min(long, 1280);
  const enlarged = random.chance(0.2) && shown <= 800;
  const smallest = Math.min(1, Math.max(0.4, (208 * long) / (short * shown)));
  const target = Math.round(shown * (enlarged ? random.between(1, 2) : random.between(smallest, 1)));
  const kernel = random.chance(0.5) ? 'lanczos3' : 'cubic';
  const resized = open(bytes).resize({ width: target, height: target, fit: 'inside', kernel }).flatten();
  const { data, info } = await resized.raw().toBuffer({ resolveWithObject: true });
  const [left, top] = [random.integer(0, 7), random.integer(0, 7)];
  const cut = sharp(data, { raw: info }).extract({
    left,
    top,
    width: info.width - left,
    height: info.height - top,
  });
  const quality = random.integer(40, 95);
  const chromaSubsampling = random.chance(0.7) ? '4:2:0' : '4:4:4';
  return random.chance(0.6)
    ? cut.jpeg({ quality, chromaSubsampling }).toBuffer()
    : cut.webp({ quality }).toBuffer();
}

/** A part of a picture: half to all of each side, anywhere, but no smaller than the tower's view where there is more. */
export async function cropped(bytes: Uint8Array, random: Random): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  const part = (side: number): number =>
    Math.min(side, Math.max(256, Math.round(side * random.between(0.5, 1))));
  const [w, h] = [part(width), part(height)];
  const [left, top] = [random.integer(0, width - w), random.integer(0, height - h)];
  return open(bytes).extract({ left, top, width: w, height: h }).png({ compressionLevel: 0 }).toBuffer();
}

/** A picture as a lens out of focus would have it: blurred by a Gaussian of 0.7 to 2.5 pixels. */
export const outOfFocus = (bytes: Uint8Array, random: Random): Promise<Uint8Array> =>
  open(bytes).blur(random.between(0.7, 2.5)).png({ compressionLevel: 0 }).toBuffer();

/** A picture saved once more, at its size, in good quality. */
export const savedAgain = (bytes: Uint8Array, random: Random): Promise<Uint8Array> =>
  encode(open(bytes), random, 75, 95, random.chance(0.7) ? '4:2:0' : '4:4:4');
