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

/** Corners of the ROC curve from (0, 0) to (1, 1): one a distinct score, the highest first. */
export function rocCurve(judged: Judged[]): { falsePositiveRate: number; recall: number }[] {
  const sorted = [...judged].sort((a, b) => b.score - a.score);
  const positives = judged.filter(({ generated }) => generated).length;
  const curve = [{ falsePositiveRate: 0, recall: 0 }];
  let found = 0;
  sorted.forEach(({ score, generated }, i) => {
    if (generated) found++;
    if (sorted[i + 1]?.score === score) return;
    curve.push({
      falsePositiveRate: (i + 1 - found) / (judged.length - positives),
      recall: found / positives,
    });
  });
  return curve;
}

/** Greatest share of the generated that a threshold can find while it leaves at least `realShare` of the real unflagged. */
export function recallAtReal(judged: Judged[], realShare: number): number {
  const allowed = rocCurve(judged).filter(
    ({ falsePositiveRate }) => falsePositiveRate <= 1 - realShare + 1e-12,
  );
  return Math.max(...allowed.map(({ recall }) => recall));
}

/** Pictures whose probability lies in `[from, to)`. */
export interface ReliabilityBin {
  from: number;
  to: number;
  count: number;
  /** Mean probability, and share of truly generated; 0 where `count` is. */
  claimed: number;
  generated: number;
}

const BINS = 10;

/** What probabilities claim, beside what is so, in ten bins of equal width; the last one holds 1 as well. */
export function reliability(judged: Judged[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, i) => {
    const bin = judged.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === i);
    return {
      from: i / BINS,
      to: (i + 1) / BINS,
      count: bin.length,
      claimed: bin.reduce((sum, { score }) => sum + score, 0) / (bin.length || 1),
      generated: shareOf(bin, ({ generated }) => generated) ?? 0,
    };
  });
}

/** Expected calibration error: how far `claimed` is from `generated`, on average over all pictures. */
export function calibrationError(bins: ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return (
    bins.reduce((sum, { count, claimed, generated }) => sum + count * Math.abs(claimed - generated), 0) /
    total
  );
}

/** Wilson's score interval, 95 %, for `hits` of `count`. */
export function wilsonInterval(hits: number, count: number): [low: number, high: number] {
  const z = 1.959964;
  const share = hits / count;
  const spread = 1 + z ** 2 / count;
  const centre = (share + z ** 2 / (2 * count)) / spread;
  const reach = (z / spread) * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2));
  return [Math.max(0, centre - reach), Math.min(1, centre + reach)];
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
