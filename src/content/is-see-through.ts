import type { Picture } from './frame-pictures.ts';
import { reasonOf } from './reason-of.ts';

/** Whether what lies behind a picture is to be seen, or may be: through a watermark, say. */
export function isSeeThrough({ reply }: Picture): boolean {
  const reason = reasonOf(reply);
  return reason === 'transparent' || reason === 'vector-graphic';
}
