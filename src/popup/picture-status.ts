import {
  type FalsePositiveRate,
  isFlagged,
  type Measurement,
  VERDICT_WORDS,
  type Verdict,
  verdictOn,
} from '../analysis.ts';
import type { PictureReport } from '../messages.ts';

/** What the reader is told about a picture: its verdict, or how far its analysis is. */
export type PictureStatus = Verdict | 'analysing' | 'waiting';

export const STATUS_WORDS: Record<PictureStatus, string> = {
  ...VERDICT_WORDS,
  analysing: 'Being analysed',
  waiting: 'Waiting',
};

/** The picture's status at the reader's false-positive rate. */
export function statusOf(picture: PictureReport, rate: FalsePositiveRate): PictureStatus {
  if (picture.state !== 'done') return picture.state;
  return picture.reply ? verdictOn(picture.reply.analysis, rate) : "can't tell";
}

/** What was measured of the picture; null while its analysis is under way and where it was refused. */
export function measurementOf(picture: PictureReport): Measurement | null {
  const outcome = picture.state === 'done' ? picture.reply?.analysis.outcome : undefined;
  return outcome?.kind === 'measured' ? outcome : null;
}

/** Whether the picture counts among the flagged ones at the reader's false-positive rate. */
export function isPictureFlagged(picture: PictureReport, rate: FalsePositiveRate): boolean {
  const status = statusOf(picture, rate);
  return status !== 'analysing' && status !== 'waiting' && isFlagged(status);
}
