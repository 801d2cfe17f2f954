import type { InspectorMessage, PictureReport } from '../messages.ts';

/** The pictures of the inspected page, as its frames have reported them. */
export interface PictureStore {
  apply(message: InspectorMessage): void;
  get(id: string): PictureReport | undefined;
  all(): Iterable<PictureReport>;
  /** From now on, only pictures reported anew count as present. */
  beginRefresh(): void;
  /** Drops the pictures that were not reported since `beginRefresh`. */
  endRefresh(): void;
  clear(): void;
}

/**
 * A new port makes every frame report again, but nothing tells when a frame has vanished without a word.
 * A refresh therefore replaces the pictures without emptying the list in between, and a report that only repeats
 * what is known leaves the known one, so that nothing is drawn again under the reader's eyes.
 */
export function createPictureStore(): PictureStore {
  const pictures = new Map<string, PictureReport>();
  const stale = new Set<string>();
  return {
    apply(message) {
      if (message.kind === 'gone') {
        pictures.delete(message.id);
        return;
      }
      const { picture } = message;
      stale.delete(picture.id);
      const known = pictures.get(picture.id);
      if (!known || !saysTheSame(known, picture)) pictures.set(picture.id, picture);
    },
    get: (id) => pictures.get(id),
    all: () => pictures.values(),
    beginRefresh() {
      for (const id of pictures.keys()) stale.add(id);
    },
    endRefresh() {
      for (const id of stale) pictures.delete(id);
      stale.clear();
    },
    clear() {
      pictures.clear();
      stale.clear();
    },
  };
}

/** Thumbnails are of the same picture, so only whether there is one can differ. */
const saysTheSame = (a: PictureReport, b: PictureReport): boolean => contentOf(a) === contentOf(b);

const contentOf = ({ label, state, reply }: PictureReport): string =>
  JSON.stringify([label, state, reply?.analysis, Boolean(reply?.thumbnail)]);
