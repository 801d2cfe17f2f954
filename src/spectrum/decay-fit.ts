import { radialBinFrequency } from './rings.ts';

/** Dzanic 2020: the threshold frequency from which on the spectrum's decay is fitted. */
export const DECAY_THRESHOLD = 0.75;
/** From where the authors' published code fits instead. */
export const PUBLISHED_DECAY_THRESHOLD = 0.85;

export interface DecayParameters {
  /** Value of the fit at the threshold. */
  b1: number;
  /** Decay exponent; negative where the spectrum falls. */
  b2: number;
}

/** Exponents are looked for up to here, either way, and half a step beyond. */
const LARGEST_EXPONENT = 32;
const SCAN_STEP = 0.5;

/**
 * Dzanic 2020, §2.3.2: least-squares fit of `c(k_r) = b1·(k_r/k_T)^b2` on `[k_T, 1]`.
 * @param reduced a reduced spectrum of a tile of this side
 * @returns null where the spectrum is empty there
 */
export function fitDecay(
  reduced: ArrayLike<number>,
  side: number,
  threshold = DECAY_THRESHOLD,
): DecayParameters | null {
  const logs: number[] = [];
  const values: number[] = [];
  for (let bin = 0; bin < reduced.length; bin++) {
    const frequency = radialBinFrequency(bin, side);
    if (frequency < threshold || !(reduced[bin] > 0)) continue;
    logs.push(Math.log(frequency / threshold));
    values.push(reduced[bin]);
  }
  return values.length < 3 ? null : fitPowerLaw(logs, values);
}

/**
 * Least-squares fit of `b1·e^(b2·log)` to values at the logarithms of their relative frequencies. For a given exponent the
 * best `b1` is linear in the data, so the fit is a search along `b2` alone, which cannot go astray however little the
 * values resemble a power law.
 * @param b1 held fixed where given
 */
export function fitPowerLaw(logs: number[], values: number[], b1?: number): DecayParameters {
  let best = { b2: 0, explained: Number.NEGATIVE_INFINITY };
  for (let b2 = -LARGEST_EXPONENT; b2 <= LARGEST_EXPONENT; b2 += SCAN_STEP) {
    const { explained } = project(logs, values, b2, b1);
    if (explained > best.explained) best = { b2, explained };
  }
  let [low, high] = [best.b2 - SCAN_STEP, best.b2 + SCAN_STEP];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (project(logs, values, middle, b1).rises) low = middle;
    else high = middle;
  }
  const b2 = (low + high) / 2;
  return { b1: project(logs, values, b2, b1).b1, b2 };
}

/**
 * The best fit with one exponent: with `u = (k_r/k_T)^b2`, `Σv² - b1·(2Σvu - b1·Σu²)` is left unexplained, least where
 * `b1 = Σvu / Σu²`. `rises` where a larger exponent would explain more.
 */
function project(
  logs: number[],
  values: number[],
  b2: number,
  fixed: number | undefined,
): { b1: number; explained: number; rises: boolean } {
  let [vu, uu, vuLog, uuLog] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const u = Math.exp(b2 * logs[i]);
    vu += values[i] * u;
    uu += u * u;
    vuLog += values[i] * u * logs[i];
    uuLog += u * u * logs[i];
  }
  const b1 = fixed ?? vu / uu;
  return { b1, explained: b1 * (2 * vu - b1 * uu), rises: vuLog > b1 * uuLog };
}
