/** A ratio may grow by so much before it counts as a regression. */
export const TOLERATED = 1.5;

/**
 * What got worse: a line for each ratio of the baseline that has grown more than is tolerated or was not measured. Ratios
 * without a baseline pass.
 */
export function regressions(
  ratios: Readonly<Record<string, number>>,
  baseline: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(baseline).flatMap(([name, expected]) => {
    const ratio = ratios[name];
    if (ratio === undefined) return [`${name} was not measured`];
    const worst = expected * TOLERATED;
    return ratio <= worst ? [] : [`${name} is ${ratio.toFixed(2)}, at most ${worst.toFixed(2)} is tolerated`];
  });
}
