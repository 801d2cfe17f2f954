import sharp from 'sharp';
import type { Random } from '../random.ts';
import type { Condition } from './result.ts';

/** Frank 2020's perturbations, §4.3; `none` for the pictures as they are. */
export type Perturbation = Exclude<Condition, 'spoofed'>;

/** Gaussian blur's deviation for a kernel of this side, as in OpenCV, which the paper's code uses. */
const deviationOf = (kernel: number): number => 0.3 * ((kernel - 1) / 2 - 1) + 0.8;

type Step = (rgba: Uint8Array, side: number, random: Random) => Promise<Uint8Array>;

const open = (rgba: Uint8Array, side: number) =>
  sharp(rgba, { raw: { width: side, height: side, channels: 4 } });

const STEPS: Record<Exclude<Perturbation, 'none' | 'combined'>, Step> = {
  blur: (rgba, side, random) =>
    open(rgba, side)
      .blur(deviationOf(2 * random.integer(1, 4) + 1))
      .raw()
      .toBuffer(),
  crop: async (rgba, side, random) => {
    const kept = Math.round(side * (1 - random.between(0.05, 0.2)));
    const [left, top] = [random.integer(0, side - kept), random.integer(0, side - kept)];
    const cut = open(rgba, side).extract({ left, top, width: kept, height: kept });
    return cut.resize(side, side, { kernel: 'cubic' }).raw().toBuffer();
  },
  jpeg: async (rgba, side, random) => {
    const file = await open(rgba, side)
      .removeAlpha()
      .jpeg({ quality: random.integer(10, 75) })
      .toBuffer();
    return sharp(file).ensureAlpha().raw().toBuffer();
  },
  noise: async (rgba, _side, random) => {
    const deviation = Math.sqrt(random.between(5, 20));
    const noisy = (value: number, i: number) => (i % 4 === 3 ? value : value + deviation * normal(random));
    return new Uint8Array(Uint8ClampedArray.from(rgba, noisy).buffer);
  },
};

/** A standard normal number (Box & Muller 1958). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random.between(0, 1))) * Math.cos(2 * Math.PI * random.between(0, 1));

/**
 * A square picture perturbed with probability ½; `combined`: by each of the four, one after the other, with probability ½.
 * @param rgba 8-bit, `side² × 4` bytes
 */
export async function perturb(
  rgba: Uint8Array,
  side: number,
  perturbation: Perturbation,
  random: Random,
): Promise<Uint8Array> {
  if (perturbation === 'none') return rgba;
  const names = perturbation === 'combined' ? (['blur', 'crop', 'jpeg', 'noise'] as const) : [perturbation];
  let perturbed = rgba;
  for (const name of names) if (random.chance(0.5)) perturbed = await STEPS[name](perturbed, side, random);
  return perturbed;
}
