import type { TowerJudgement } from '../analysis.ts';
import { sigmoid } from './logistic-regression.ts';
import type { TowerModel } from './tower-model.ts';
import { networkLogit } from './tower-network.ts';

/** What the regression and the network make of one view's class tokens. */
export type TowerScore = Pick<TowerJudgement, 'probability' | 'logit' | 'parts'>;

/**
 * @param tokens `[blocks, width]`, class tokens as the graph gives them
 * @throws Error where they are no numbers or too few: a graph that went wrong must not pass for a score
 */
export function towerScore({ parts, network, bias }: TowerModel, tokens: Float32Array): TowerScore {
  const width = parts[0].weights.length;
  if (tokens.length !== parts.length * width) {
    throw new Error(`the tower gave ${tokens.length} numbers instead of ${parts.length} × ${width}`);
  }
  const scored = parts.map(({ name, offset, weights }, block) => {
    const token = tokens.subarray(block * width, (block + 1) * width);
    return { name, logit: weights.reduce((sum, weight, i) => sum + weight * token[i], offset) };
  });
  scored.push({ name: 'network', logit: networkLogit(network, tokens) });
  const logit = scored.reduce((sum, part) => sum + part.logit, bias);
  if (!Number.isFinite(logit)) throw new Error('the tower gave what is not a number');
  return { probability: sigmoid(logit), logit, parts: scored };
}
