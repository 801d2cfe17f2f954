import { PROFILE_LENGTH } from '../analysis.ts';

/** Where the azimuthal profiles of real photographs lie: per value of a profile, in dB relative to the lowest ring. */
export interface RealBand {
  /** Number of photographs behind it. */
  count: number;
  percentile5: readonly number[];
  median: readonly number[];
  percentile95: readonly number[];
}

const SCHEMA_VERSION = 1;

/** Checks what `models/real-band.json` holds. @throws TypeError where it is not a band of this schema. */
export function parseRealBand(json: unknown): RealBand {
  const file = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (file.schemaVersion !== SCHEMA_VERSION) {
    throw new TypeError(`band of schema ${String(file.schemaVersion)}, expected ${SCHEMA_VERSION}`);
  }
  if (file.profileLength !== PROFILE_LENGTH || typeof file.count !== 'number') {
    throw new TypeError(`band of ${String(file.profileLength)} values, expected ${PROFILE_LENGTH}`);
  }
  return {
    count: file.count,
    percentile5: curve(file, 'percentile5'),
    median: curve(file, 'median'),
    percentile95: curve(file, 'percentile95'),
  };
}

function curve(file: Record<string, unknown>, name: string): readonly number[] {
  const values = file[name];
  if (!Array.isArray(values) || values.length !== PROFILE_LENGTH || !values.every(Number.isFinite)) {
    throw new TypeError(`band's ${name} is not ${PROFILE_LENGTH} numbers`);
  }
  return values;
}
