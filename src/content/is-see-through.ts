import type { Reason } from '../analysis.ts';
import type { Picture } from './frame-pictures.ts';

const REASONS: ReadonlySet<Reason> = new Set(['transparent', 'vector-graphic', 'too-small']);

/** Whether what lies behind a picture is to be seen, or may be: through a watermark, say. */
export function isSeeThrough({ reply }: Picture): boolean {
  const outcome = reply?.analysis.outcome;
  return outcome?.kind === 'refused' && REASONS.has(outcome.reason);
}
