import { radialBinFrequency } from './rings.ts';

/** Dzanic 2020: the threshold frequency from which on the spectrum's decay is fitted. */
export const DECAY_THRESHOLD = 0.75;

export interface DecayParameters {
  /** Value of the fit at the threshold. */
  b1: number;
  /** Decay exponent; negative where the spectrum falls. */
  b2: number;
}

/** Exponents beyond this, either way, are not told apart. */
const LARGEST_EXPONENT = 32;
const SCAN_STEP = 0.5;

/**
 * Dzanic 2020, §2.3.2: least-squares fit of `c(k_r) = b1·(k_r/k_T)^b2` on `[k_T, 1]`. For a given exponent the best `b1`
 * is linear in the data, so the fit is a search along `b2` alone, which cannot go astray however little the spectrum
 * resembles a power law.
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
  if (values.length < 3) return null;

  let best = { b2: 0, explained: Number.NEGATIVE_INFINITY };
  for (let b2 = -LARGEST_EXPONENT; b2 <= LARGEST_EXPONENT; b2 += SCAN_STEP) {
    const { explained } = project(logs, values, b2);
    if (explained > best.explained) best = { b2, explained };
  }
  let [low, high] = [best.b2 - SCAN_STEP, best.b2 + SCAN_STEP];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (project(logs, values, middle).rises) low = middle;
    else high = middle;
  }
  const b2 = (low + high) / 2;
  return { b1: project(logs, values, b2).b1, b2 };
}

/**
 * The best fit with one exponent: with `u = (k_r/k_T)^b2`, `b1 = Σvu / Σu²` leaves `Σv² - (Σvu)² / Σu²` unexplained.
 * `rises` where a larger exponent would explain more.
 */
function project(
  logs: number[],
  values: number[],
  b2: number,
): { b1: number; explained: number; rises: boolean } {
  let [vu, uu, vuLog, uuLog] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const u = Math.exp(b2 * logs[i]);
    vu += values[i] * u;
    uu += u * u;
    vuLog += values[i] * u * logs[i];
    uuLog += u * u * logs[i];
  }
  return { b1: vu / uu, explained: (vu * vu) / uu, rises: vuLog * uu > vu * uuLog };
}
