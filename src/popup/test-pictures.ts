import { type FalsePositiveRate, PROFILE_LENGTH, type Reason } from '../analysis.ts';
import type { PictureReport } from '../messages.ts';

const RESTS_ON = {
  width: 512,
  height: 512,
  modelVersion: 'test',
  claims: [],
  milliseconds: { decode: 1, spectra: 2, total: 3 },
};

/** Reports of pictures for tests. */
export const testPictures = {
  measured: (
    id: string,
    probability: number,
    falsePositiveRate: FalsePositiveRate | null,
  ): PictureReport => ({
    id,
    label: id,
    state: 'done',
    reply: {
      thumbnail: null,
      ticket: null,
      analysis: {
        ...RESTS_ON,
        outcome: {
          kind: 'measured',
          probability,
          falsePositiveRate,
          scores: { azimuthal: probability, decay: 0.4 },
          contributions: { azimuthal: 0.4, decay: -0.1 },
          tower: null,
          profile: new Float32Array(PROFILE_LENGTH),
          decay: { b1: 1e-5, b2: -2, threshold: 0.75 },
          tiles: 4,
          side: 256,
          engine: 'cpu',
        },
      },
    },
  }),
  refused: (id: string, reason: Reason): PictureReport => ({
    id,
    label: id,
    state: 'done',
    reply: { thumbnail: null, ticket: null, analysis: { ...RESTS_ON, outcome: { kind: 'refused', reason } } },
  }),
  unfinished: (id: string, state: 'waiting' | 'analysing'): PictureReport => ({
    id,
    label: id,
    state,
    reply: null,
  }),
};
