import type { Analysis } from '../analysis.ts';

/** What the engine's worker is asked; the answer carries the same number. */
export interface WorkerRequest {
  id: number;
  blob: Blob;
  thumbnailOnly: boolean;
}
export interface WorkerReply {
  id: number;
  /** `analysis` is null where only the thumbnail was asked for, and where the engine failed as a whole. */
  result: { analysis: Analysis | null; thumbnail: Blob | null; view: Float32Array<ArrayBuffer> | null };
}
