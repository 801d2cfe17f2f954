import { isDeclared } from '../analysis.ts';
import type { Picture } from './frame-pictures.ts';

/** The picture that speaks for an element with several: the likeliest to be made by a machine, as far as is known. */
export function mostSuspicious(pictures: readonly Picture[]): Picture | null {
  return pictures.reduce<Picture | null>(
    (most, picture) => (most === null || probabilityOf(picture) > probabilityOf(most) ? picture : most),
    null,
  );
}

/** One that can't be judged comes after all that were, and before those that are still to be. */
function probabilityOf({ reply }: Picture): number {
  if (!reply) return -2;
  const { outcome } = reply.analysis;
  if (isDeclared(reply.analysis)) return 1;
  return outcome.kind === 'measured' ? outcome.probability : -1;
}
