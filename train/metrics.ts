/** A judged picture: its score and whether it truly is generated. */
export interface Judged {
  score: number;
  generated: boolean;
}

/** Area under the ROC curve: the chance that a generated picture scores above a real one, ties counted half. */
export function areaUnderRoc(judged: Judged[]): number {
  const sorted = [...judged].sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (end < sorted.length && sorted[end].score === sorted[i].score) end++;
    const rank = (i + 1 + end) / 2;
    for (; i < end; i++) if (sorted[i].generated) rankSum += rank;
  }
  const positives = judged.filter(({ generated }) => generated).length;
  const negatives = judged.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Share of judged pictures that meet the condition; null without any. */
export const shareOf = <T>(items: T[], condition: (item: T) => boolean): number | null =>
  items.length === 0 ? null : items.filter(condition).length / items.length;

/** The value below which the given share of the total weight lies. */
export function weightedQuantile(items: { value: number; weight: number }[], share: number): number {
  const sorted = [...items].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= share * total) return value;
  }
  return sorted[sorted.length - 1].value;
}
