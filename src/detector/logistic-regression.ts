/** Weights of a logistic regression over standardised features. */
export interface LogisticRegression {
  mean: number[];
  deviation: number[];
  weights: number[];
  bias: number;
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
export const logit = (p: number): number => Math.log(p / (1 - p));

/** `P(generated) = σ(bias + Σ wᵢ·(xᵢ - meanᵢ)/deviationᵢ)`. */
export function logisticProbability(model: LogisticRegression, features: ArrayLike<number>): number {
  const { mean, deviation, weights, bias } = model;
  let sum = bias;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] * (features[i] - mean[i])) / deviation[i];
  return sigmoid(sum);
}
