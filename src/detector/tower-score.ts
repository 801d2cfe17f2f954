import { sigmoid } from './logistic-regression.ts';
import type { TowerModel } from './tower-model.ts';

/** What the regression makes of one view's class tokens. */
export interface TowerScore {
  /** Probability that a machine made the picture, by the tower alone. */
  probability: number;
  logit: number;
  /** Each block's part: the logit is their sum and the regression's bias. An average picture's parts are 0. */
  blocks: number[];
}

/**
 * @param tokens `[blocks, width]`, class tokens as the graph gives them
 * @throws Error where they are no numbers or too few: a graph that went wrong must not pass for a score
 */
export function towerScore({ blocks, width, regression }: TowerModel, tokens: ArrayLike<number>): TowerScore {
  const { mean, deviation, weights, bias } = regression;
  if (tokens.length !== blocks * width) {
    throw new Error(`the tower gave ${tokens.length} numbers instead of ${blocks} × ${width}`);
  }
  const parts = Array.from({ length: blocks }, (_, block) => {
    let sum = 0;
    for (let i = block * width; i < (block + 1) * width; i++) {
      sum += (weights[i] * (tokens[i] - mean[i])) / deviation[i];
    }
    return sum;
  });
  const logit = parts.reduce((sum, part) => sum + part, bias);
  if (!Number.isFinite(logit)) throw new Error('the tower gave what is not a number');
  return { probability: sigmoid(logit), logit, blocks: parts };
}
