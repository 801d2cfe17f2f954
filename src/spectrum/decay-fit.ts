import { radialBinFrequency } from './rings.ts';

/** Dzanic 2020: the threshold frequency from which on the spectrum's decay is fitted. */
export const DECAY_THRESHOLD = 0.75;

export interface DecayParameters {
  /** Value of the fit at the threshold. */
  b1: number;
  /** Decay exponent; negative where the spectrum falls. */
  b2: number;
}

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
  if (values.length < 3) return null;

  let { b1, b2 } = fitLogarithms(logs, values);
  for (let step = 0; step < 20; step++) {
    // Gauss-Newton on the residuals themselves; ∂c/∂b1 = u, ∂c/∂b2 = b1·u·ln(k_r/k_T) with u = (k_r/k_T)^b2.
    let [a11, a12, a22, r1, r2] = [0, 0, 0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const u = Math.exp(b2 * logs[i]);
      const slope = b1 * u * logs[i];
      const residual = values[i] - b1 * u;
      a11 += u * u;
      a12 += u * slope;
      a22 += slope * slope;
      r1 += u * residual;
      r2 += slope * residual;
    }
    const determinant = a11 * a22 - a12 * a12;
    if (!(determinant > 0)) break;
    const change1 = (a22 * r1 - a12 * r2) / determinant;
    const change2 = (a11 * r2 - a12 * r1) / determinant;
    b1 += change1;
    b2 += Math.max(-1, Math.min(1, change2));
    if (Math.abs(change1) <= 1e-10 * Math.abs(b1) && Math.abs(change2) <= 1e-10) break;
  }
  return Number.isFinite(b1) && Number.isFinite(b2) ? { b1, b2 } : null;
}

/** Straight line through the logarithms: the start for the fit proper. */
function fitLogarithms(logs: number[], values: number[]): DecayParameters {
  const n = logs.length;
  const meanX = logs.reduce((sum, x) => sum + x, 0) / n;
  const meanY = values.reduce((sum, y) => sum + Math.log(y), 0) / n;
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    covariance += (logs[i] - meanX) * (Math.log(values[i]) - meanY);
    variance += (logs[i] - meanX) ** 2;
  }
  const b2 = covariance / variance;
  return { b1: Math.exp(meanY - b2 * meanX), b2 };
}
