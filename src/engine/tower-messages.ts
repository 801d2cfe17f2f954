import type { TowerJudgement } from '../analysis.ts';

/** Which tower a worker is to open. */
export interface TowerSource {
  /** Of `tower.json`; its other files lie beside it. */
  url: string;
  /** The version that the deciding model was fitted over; any, if left out. */
  version?: string;
  /** Use GPU adapters that compute on the CPU too: for tests. */
  allowFallback?: boolean;
}

/** What the tower's worker is asked: first to open, then for one view at a time. Each gets one reply. */
export type TowerRequest =
  | { kind: 'open'; source: TowerSource }
  | { kind: 'judge'; view: Float32Array<ArrayBuffer> };

export type TowerReply =
  | { kind: 'opened'; provider: TowerJudgement['provider']; threads: number; milliseconds: number }
  | { kind: 'judged'; judgement: TowerJudgement }
  | { kind: 'failed'; message: string };
