import { PROFILE_LENGTH } from '../src/analysis.ts';
import { relativeProfile } from '../src/detector/features.ts';
import type { TrainingView } from './fit-models.ts';
import { weightedQuantile } from './metrics.ts';

/** Where the profiles of real training photographs lie, in dB relative to the lowest ring. */
export function realBand(views: TrainingView[]): Record<string, unknown> {
  const real = views
    .filter(({ generated }) => !generated)
    .map(({ features, weight }) => ({ profile: relativeProfile(features), weight }));
  const at = (share: number): number[] =>
    Array.from({ length: PROFILE_LENGTH }, (_, i) =>
      Number(
        weightedQuantile(
          real.map(({ profile, weight }) => ({ value: profile[i], weight })),
          share,
        ).toFixed(3),
      ),
    );
  return {
    schemaVersion: 1,
    profileLength: PROFILE_LENGTH,
    count: real.length,
    percentile5: at(0.05),
    median: at(0.5),
    percentile95: at(0.95),
  };
}
