import type { PictureReply, PictureReport } from '../messages.ts';
import { pictureLabel } from './picture-label.ts';

/** One picture of this frame: an element with the address it showed when found, or an address alone. */
export interface Picture {
  readonly id: string;
  readonly address: string;
  readonly label: string;
  readonly image: WeakRef<HTMLImageElement> | null;
  state: PictureReport['state'];
  reply: PictureReply | null;
}

type Listener = (picture: Picture, change: 'changed' | 'gone') => void;

export interface FramePictures {
  /** The element's picture as of now; new where it shows another address than before. */
  ofImage(image: HTMLImageElement): Picture;
  find(image: HTMLImageElement): Picture | null;
  /** A new picture that belongs to no `<img>`. */
  ofAddress(address: string): Picture;
  forget(image: HTMLImageElement): void;
  clear(): void;
  all(): Picture[];
  setState(picture: Picture, state: Picture['state'], reply: PictureReply | null): void;
  subscribe(listener: Listener, signal: AbortSignal): void;
}

/** The frame's list of pictures. It keeps no element alive. */
export function createFramePictures(): FramePictures {
  const pictures = new Set<Picture>();
  const byImage = new WeakMap<HTMLImageElement, Picture>();
  const listeners = new Set<Listener>();

  function announce(picture: Picture, change: 'changed' | 'gone'): void {
    for (const listener of listeners) listener(picture, change);
  }

  function add(address: string, image: HTMLImageElement | null): Picture {
    const picture: Picture = {
      id: crypto.randomUUID(),
      address,
      label: pictureLabel(address, image?.alt ?? ''),
      image: image && new WeakRef(image),
      state: 'waiting',
      reply: null,
    };
    pictures.add(picture);
    announce(picture, 'changed');
    return picture;
  }

  function remove(picture: Picture): void {
    if (pictures.delete(picture)) announce(picture, 'gone');
  }

  function forget(image: HTMLImageElement): void {
    const picture = byImage.get(image);
    if (!picture) return;
    byImage.delete(image);
    remove(picture);
  }

  return {
    ofImage(image) {
      const known = byImage.get(image);
      if (known && pictures.has(known) && known.address === image.currentSrc) return known;
      forget(image);
      const picture = add(image.currentSrc, image);
      byImage.set(image, picture);
      return picture;
    },
    find: (image) => byImage.get(image) ?? null,
    ofAddress: (address) => add(address, null),
    forget,
    clear: () => pictures.forEach(remove),
    all: () => [...pictures],
    setState(picture, state, reply) {
      picture.state = state;
      picture.reply = reply;
      if (pictures.has(picture)) announce(picture, 'changed');
    },
    subscribe(listener, signal) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener));
    },
  };
}
