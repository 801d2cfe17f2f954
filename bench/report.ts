import { median } from './median.ts';
import type { Outcome } from './race.ts';

/** What a run of the benchmark found, by names; medians over the rounds unless said otherwise. */
export interface Report {
  milliseconds: Record<string, number>;
  /** The shortest durations: what comes nearest to a machine that does nothing else. */
  least: Record<string, number>;
  /** `ours/theirs`: durations of the one over those of the other in the same round; less is better. */
  ratios: Record<string, number>;
  /** Worst errors relative to double precision, found before anything was timed. */
  errors: Record<string, number>;
  /** What could not be measured, and why. */
  missing: Record<string, string>;
}

export const emptyReport = (): Report => ({
  milliseconds: {},
  least: {},
  ratios: {},
  errors: {},
  missing: {},
});

export function mergeReports(...reports: Report[]): Report {
  const merged = emptyReport();
  for (const report of reports) {
    for (const key of Object.keys(merged) as (keyof Report)[]) Object.assign(merged[key], report[key]);
  }
  return merged;
}

export function addDurations(report: Report, name: string, milliseconds: readonly number[]): void {
  report.milliseconds[name] = median(milliseconds);
  report.least[name] = Math.min(...milliseconds);
}

/** @param theirs durations in the same rounds as `ours` */
export function addRatio(
  report: Report,
  name: string,
  ours: readonly number[],
  theirs: readonly number[],
): void {
  report.ratios[name] = median(ours.map((milliseconds, round) => milliseconds / theirs[round]));
}

/**
 * Adds a race, with the ratio of each of our contestants to each of the others.
 * @param suffix tells the race's names from other races'
 */
export function addRace(
  report: Report,
  outcomes: Record<string, Outcome>,
  ours: readonly string[],
  suffix: string,
): void {
  for (const [name, outcome] of Object.entries(outcomes)) {
    if ('missing' in outcome) {
      report.missing[name + suffix] = outcome.missing;
      continue;
    }
    addDurations(report, name + suffix, outcome.milliseconds);
    report.errors[name + suffix] = outcome.error;
    if (ours.includes(name)) continue;
    for (const own of ours) {
      const result = outcomes[own];
      if (result && 'error' in result)
        addRatio(report, `${own}/${name}${suffix}`, result.milliseconds, outcome.milliseconds);
    }
  }
}
