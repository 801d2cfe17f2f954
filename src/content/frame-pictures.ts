import type { PictureReply, PictureReport } from '../messages.ts';
import { pictureLabel } from './picture-label.ts';

/** One picture of this frame: an element with an address that it showed when found, or one of the two alone. */
export interface Picture {
  readonly id: string;
  /** Empty for what a canvas or a video shows. */
  readonly address: string;
  readonly label: string;
  readonly element: WeakRef<Element> | null;
  state: PictureReport['state'];
  reply: PictureReply | null;
}

type Listener = (picture: Picture, change: 'changed' | 'gone') => void;

export interface FramePictures {
  /** The element's pictures, which from now on are those at these addresses: known ones stay, others go. */
  ofElement(element: Element, addresses: readonly string[]): Picture[];
  /** The element's picture at an address, beside those that it has. */
  alsoOfElement(element: Element, address: string): Picture;
  find(element: Element): readonly Picture[];
  /** A new picture that belongs to no element. */
  ofAddress(address: string): Picture;
  /** A new picture that a canvas or a video shows at the moment. */
  ofFrames(element: HTMLCanvasElement | HTMLVideoElement): Picture;
  forget(element: Element): void;
  clear(): void;
  all(): Picture[];
  setState(picture: Picture, state: Picture['state'], reply: PictureReply | null): void;
  subscribe(listener: Listener, signal: AbortSignal): void;
}

/** The frame's list of pictures. It keeps no element alive. */
export function createFramePictures(): FramePictures {
  const pictures = new Set<Picture>();
  const byElement = new WeakMap<Element, Picture[]>();
  const listeners = new Set<Listener>();

  function announce(picture: Picture, change: 'changed' | 'gone'): void {
    for (const listener of listeners) listener(picture, change);
  }

  function add(address: string, element: Element | null): Picture {
    const shower = element && new WeakRef(element);
    const picture: Picture = {
      id: crypto.randomUUID(),
      address,
      // Only inspectors ask for it.
      get label() {
        return pictureLabel(address, alternativeText(shower?.deref()));
      },
      element: shower,
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

  const find = (element: Element): readonly Picture[] =>
    byElement.get(element)?.filter((picture) => pictures.has(picture)) ?? [];

  function ofElement(element: Element, addresses: readonly string[]): Picture[] {
    const known = find(element);
    for (const picture of known) if (!addresses.includes(picture.address)) remove(picture);
    const shown = addresses.map(
      (address) => known.find((picture) => picture.address === address) ?? add(address, element),
    );
    byElement.set(element, shown);
    return shown;
  }

  return {
    ofElement,
    alsoOfElement(element, address) {
      const known = find(element);
      const same = known.find((picture) => picture.address === address);
      if (same) return same;
      const picture = add(address, element);
      byElement.set(element, [...known, picture]);
      return picture;
    },
    find,
    ofAddress: (address) => add(address, null),
    ofFrames: (element) => add('', element),
    forget: (element) => void ofElement(element, []),
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

function alternativeText(element: Element | undefined | null): string {
  const text = element?.getAttribute('alt') ?? element?.ariaLabel ?? element?.getAttribute('title');
  if (text) return text;
  if (element instanceof HTMLVideoElement) return 'Video';
  return element instanceof HTMLCanvasElement ? 'Canvas' : '';
}
