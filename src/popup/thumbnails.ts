import type { PictureReport } from '../messages.ts';

/** Addresses of the pictures' thumbnails, each revoked when its picture has gone or has got another. */
export interface Thumbnails {
  urlOf(picture: PictureReport): string | null;
  /** Revokes the addresses of all pictures but these. */
  keepOnly(pictures: readonly PictureReport[]): void;
}

export function createThumbnails(): Thumbnails {
  const kept = new Map<string, { blob: Blob; url: string }>();
  const release = (id: string): void => {
    const thumbnail = kept.get(id);
    if (thumbnail) URL.revokeObjectURL(thumbnail.url);
    kept.delete(id);
  };
  return {
    urlOf({ id, reply }) {
      const blob = reply?.thumbnail ?? null;
      const current = kept.get(id);
      if (current && current.blob === blob) return current.url;
      release(id);
      if (!blob) return null;
      const url = URL.createObjectURL(blob);
      kept.set(id, { blob, url });
      return url;
    },
    keepOnly(pictures) {
      const present = new Set(pictures.map(({ id }) => id));
      for (const id of [...kept.keys()]) if (!present.has(id)) release(id);
    },
  };
}
