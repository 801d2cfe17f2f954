import { Matrix, solve } from 'ml-matrix';
import { type LogisticRegression, sigmoid } from '../src/detector/logistic-regression.ts';

/** One training example; `weight` says how much it counts. */
export interface Example {
  features: ArrayLike<number>;
  generated: boolean;
  weight: number;
}

/**
 * Fits an L2-regularised logistic regression over standardised features by Newton's method:
 * minimises `Σ weightᵢ·logloss / mean weight + ‖w‖² / 2C`; the bias is free.
 * @param C inverse strength of the regularisation, as in scikit-learn
 */
export function fitLogistic(examples: Example[], C: number): LogisticRegression {
  const n = examples[0].features.length;
  const { mean, deviation } = standardisation(examples);
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const rows = examples.map(({ features, generated, weight }) => ({
    x: Float64Array.from({ length: n + 1 }, (_, i) => (i < n ? (features[i] - mean[i]) / deviation[i] : 1)),
    y: generated ? 1 : 0,
    weight: (weight * examples.length) / total,
  }));
  const w = new Float64Array(n + 1);
  for (let step = 0; step < 50; step++) {
    const hessian = new Float64Array((n + 1) * (n + 1));
    const gradient = new Float64Array(n + 1);
    for (const { x, y, weight } of rows) {
      let sum = 0;
      for (let i = 0; i <= n; i++) sum += w[i] * x[i];
      const p = sigmoid(sum);
      const curvature = weight * Math.max(p * (1 - p), 1e-9);
      const slope = weight * (p - y);
      for (let i = 0; i <= n; i++) {
        gradient[i] += slope * x[i];
        const scaled = curvature * x[i];
        for (let j = 0; j <= i; j++) hessian[i * (n + 1) + j] += scaled * x[j];
      }
    }
    for (let i = 0; i < n; i++) {
      gradient[i] += w[i] / C;
      hessian[i * (n + 1) + i] += 1 / C;
    }
    const system = new Matrix(n + 1, n + 1);
    for (let i = 0; i <= n; i++) {
      for (let j = 0; j <= i; j++) {
        system.set(i, j, hessian[i * (n + 1) + j]);
        system.set(j, i, hessian[i * (n + 1) + j]);
      }
    }
    const change = solve(system, Matrix.columnVector(gradient)).getColumn(0);
    for (let i = 0; i <= n; i++) w[i] -= change[i];
    if (Math.max(...change.map(Math.abs)) < 1e-8) break;
  }
  return { mean, deviation, weights: [...w.subarray(0, n)], bias: w[n] };
}

/** Mean and standard deviation of each feature over all examples, each counted by its weight. */
export function standardisation(examples: Pick<Example, 'features' | 'weight'>[]): {
  mean: number[];
  deviation: number[];
} {
  const n = examples[0].features.length;
  const total = examples.reduce((sum, { weight }) => sum + weight, 0);
  const mean = new Array<number>(n).fill(0);
  const variance = new Array<number>(n).fill(0);
  for (const { features, weight } of examples) {
    for (let i = 0; i < n; i++) mean[i] += (weight / total) * features[i];
  }
  for (const { features, weight } of examples) {
    for (let i = 0; i < n; i++) variance[i] += (weight / total) * (features[i] - mean[i]) ** 2;
  }
  return { mean, deviation: variance.map((value) => Math.sqrt(value) || 1) };
}
