import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { finished } from 'node:stream/promises';
import sharp from 'sharp';
import { DEFAULT_FALSE_POSITIVE_RATE, isFlagged, verdictOf } from '../../src/analysis.ts';
import { azimuthalFeature } from '../../src/spectrum/azimuthal-feature.ts';
import { createCpuAnalyzer } from '../../src/spectrum/cpu-analyzer.ts';
import { type DecayParameters, fitDecay } from '../../src/spectrum/decay-fit.ts';
import { logDct } from '../../src/spectrum/log-dct.ts';
import { wholePicture } from '../../src/spectrum/whole-picture.ts';
import { decodePicture } from '../../tools/decode-picture.ts';
import { openScanner } from '../../tools/scanner.ts';
import type { CorpusPicture } from '../corpus.ts';
import { type Random, seededRandom } from '../random.ts';
import { generatorFamily } from './generator-family.ts';
import { perturb } from './perturb.ts';
import { CONDITIONS, type Condition } from './result.ts';
import { spoofSpectrum } from './spoof-spectrum.ts';

/** Frank 2020's input. */
const SIDE = 128;
/** Falloff itself judges every fourth picture that it was not trained on. */
const SCANNED = 4;

interface Cut {
  picture: CorpusPicture;
  rgba: Uint8Array;
  decay: DecayParameters;
}

/** What `fit.py` learns of a picture besides its features. */
interface Row {
  split: CorpusPicture['split'];
  source: string;
  label: CorpusPicture['label'];
  family: string | null;
  /** Whether Falloff flags it, by condition; nothing where it wasn't asked. */
  flagged: Partial<Record<Condition, boolean>>;
}

export interface MeasuredCorpus {
  /** Pictures. */
  measured: number;
  leftOut: number;
  spoofed: number;
  /** Median peak signal-to-noise ratio of spoofed pictures, in dB. */
  signalToNoise: number;
}

/**
 * Features of every picture's middle 128², in every condition: as it is, perturbed, and, where generated, spoofed with the
 * decay of a real training picture drawn at random. `FOLDER/CONDITION.FEATURE.f32`: float32, a picture a row, as in
 * `FOLDER/rows.json`; `dct`: `3 × 128 × 128` of `logDct`, `azimuthal`: 88, `decay`: b1, b2. Pictures with a side below 128,
 * damaged or without a spectrum to measure have no row.
 */
export async function writeFeatures(
  corpus: string,
  pictures: CorpusPicture[],
  folder: string,
): Promise<MeasuredCorpus> {
  mkdirSync(folder, { recursive: true });
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const spectraOf = async (rgba: Uint8Array) => {
    const bytes = new Uint8Array(rgba);
    const { azimuthalAverage, reducedSpectrum } = await analyzer.analyze({
      side: SIDE,
      count: 1,
      rgba: bytes,
    });
    return { azimuthal: azimuthalFeature(azimuthalAverage), decay: fitDecay(reducedSpectrum, SIDE) };
  };

  const cuts: Cut[] = [];
  for (const picture of pictures) {
    const rgba = await middleOf(picture.path);
    const decay = rgba && (await spectraOf(rgba)).decay;
    if (rgba && decay) cuts.push({ picture, rgba, decay });
  }
  const rows = cuts.map(({ picture: { split, source, label, generator } }): Row => {
    const family = label === 'real' ? 'real' : generatorFamily(generator);
    return { split, source, label, family, flagged: {} };
  });
  const validation = cuts.filter(({ picture }) => picture.split === 'val');
  const scanned = new Set(validation.filter((_, i) => i % SCANNED === 0));
  const models = cuts.filter(({ picture }) => picture.split === 'train' && picture.label === 'real');
  const scanner = await openScanner('cpu');
  const ratios: number[] = [];

  for (const condition of CONDITIONS) {
    console.error(`measuring ${cuts.length} pictures: ${condition}`);
    const [dct, azimuthal, decay] = ['dct', 'azimuthal', 'decay'].map((name) =>
      createWriteStream(join(folder, `${condition}.${name}.f32`)),
    );
    for (const [i, cut] of cuts.entries()) {
      const random = seededRandom(relative(corpus, cut.picture.path), condition);
      const rgba = await inCondition(cut, condition, models, random);
      const spectra = await spectraOf(rgba);
      azimuthal.write(float32(spectra.azimuthal));
      decay.write(float32(spectra.decay ? [spectra.decay.b1, spectra.decay.b2] : [0, 0]));
      if (!dct.write(float32(logDct(rgba, SIDE)))) {
        await new Promise((resolve) => dct.once('drain', resolve));
      }
      if (condition === 'spoofed' && cut.picture.label === 'ai') ratios.push(signalToNoise(cut.rgba, rgba));
      if (!scanned.has(cut)) continue;
      const { outcome } = await scanner.scan(await encode(rgba));
      rows[i].flagged[condition] = isFlagged(verdictOf(outcome, DEFAULT_FALSE_POSITIVE_RATE));
    }
    for (const stream of [dct, azimuthal, decay]) {
      stream.end();
      await finished(stream);
    }
  }
  await scanner.close();
  writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
  return {
    measured: rows.length,
    leftOut: pictures.length - rows.length,
    spoofed: ratios.length,
    signalToNoise: ratios.sort((a, b) => a - b)[Math.floor(ratios.length / 2)],
  };
}

async function inCondition(
  { picture, rgba, decay }: Cut,
  condition: Condition,
  models: Cut[],
  random: Random,
): Promise<Uint8Array> {
  if (condition !== 'spoofed') return perturb(rgba, SIDE, condition, random);
  if (picture.label === 'real') return rgba;
  return spoofSpectrum(rgba, SIDE, decay, models[random.integer(0, models.length - 1)].decay);
}

const float32 = (values: ArrayLike<number>): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);

const encode = (rgba: Uint8Array): Promise<Uint8Array> =>
  sharp(rgba, { raw: { width: SIDE, height: SIDE, channels: 4 } })
    .png()
    .toBuffer();

function signalToNoise(before: Uint8Array, after: Uint8Array): number {
  const squares = before.reduce((sum, value, i) => sum + (i % 4 === 3 ? 0 : (value - after[i]) ** 2), 0);
  // A picture that comes out as it was: an error of one level in one place, so that medians stay numbers.
  return 10 * Math.log10((255 ** 2 * 3 * SIDE ** 2) / Math.max(1, squares));
}

async function middleOf(path: string): Promise<Uint8Array | null> {
  const picture = await decodePicture(readFileSync(path)).catch(() => null);
  if (!picture) return null;
  const square = wholePicture(picture.width, picture.height, SIDE);
  if (!square) return null;
  const rgba = new Uint8Array(SIDE * SIDE * 4);
  await picture.readRect(square.x, square.y, SIDE, SIDE, rgba);
  picture.close();
  return rgba;
}
