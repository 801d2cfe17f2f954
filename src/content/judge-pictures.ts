import { analyzeFrames, analyzePicture, refineReply } from './analyze-picture.ts';
import type { FramePictures, Picture } from './frame-pictures.ts';
import { createPictureQueue } from './picture-queue.ts';
import { tellBackground } from './tell-background.ts';

const MAX_IN_FLIGHT = 4;
/** The tower judges one at a time; the next is to be at hand. */
const MAX_REFINED = 2;
/** Far more than most pictures need, far less than is granted to a slow server. */
const PATIENCE_MS = 3_000;
/** A picture that was scrolled past may come back, and most are done with sooner; else hasty readers never get a verdict. */
const GRACE_MS = 2_000;

interface Judge {
  /** Judges a picture when its turn comes. */
  enqueue(picture: Picture): void;
  /** Gives up a picture's turn, and in a while what has begun, unless its address is wanted again or elsewhere. */
  dequeue(picture: Picture): void;
  /** Judges a picture at once, whatever else waits. */
  judgeNow(picture: Picture): Promise<void>;
  /** Judges a picture by frames of what shows it. */
  judgeFrames(picture: Picture, frames: Promise<Blob[]>): Promise<void>;
}

/**
 * Has the frame's pictures judged, each address once, those nearest the middle of the view first, while the tab is to be
 * seen.
 */
export function createJudge(pictures: FramePictures, isAlive: () => boolean, signal: AbortSignal): Judge {
  const wanted = new Set<Picture>();
  const inHand = new Map<Picture, AbortController>();
  /** Asking for a place may mean a layout of the page: it is done once for all, until something is scrolled. */
  let distances = new WeakMap<Picture, number>();
  const inOrder = {
    isPaused: () => document.hidden,
    patienceMs: PATIENCE_MS,
    keyOf: ({ address }: Picture) => address,
    distanceOf(picture: Picture): number {
      const distance = distances.get(picture) ?? distanceFromCentre(picture);
      distances.set(picture, distance);
      return distance;
    },
  };
  const queue = createPictureQueue<Picture>({
    ...inOrder,
    limit: MAX_IN_FLIGHT,
    run: (picture) => hold(picture, judge),
  });
  const refinements = createPictureQueue<Picture>({
    ...inOrder,
    limit: MAX_REFINED,
    run: (picture) => hold(picture, refine),
  });

  const withAddressOf = (picture: Picture): Picture[] =>
    pictures.all().filter(({ address }) => address === picture.address);

  const wantedTwin = (picture: Picture): Picture | undefined =>
    withAddressOf(picture).find((twin) => wanted.has(twin));

  async function hold(
    picture: Picture,
    run: (picture: Picture, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const call = new AbortController();
    inHand.set(picture, call);
    await run(picture, call.signal);
    inHand.delete(picture);
  }

  async function judge(picture: Picture, called: AbortSignal): Promise<void> {
    if (!isAlive() || takeKnownReply(picture)) return;
    setStates(picture, 'analysing', null);
    const reply = await analyzePicture(picture, called);
    const twin = wantedTwin(picture);
    if (!reply) {
      setStates(picture, 'waiting', null);
      if (twin) queue.add(twin);
      return;
    }
    for (const one of setStates(picture, 'done', reply)) queue.remove(one);
    if (twin && isUnrefined(twin)) refinements.add(twin);
    if (withAddressOf(picture).length === 0) release(picture);
  }

  async function refine(picture: Picture, called: AbortSignal): Promise<void> {
    if (!isAlive() || !picture.reply || !isUnrefined(picture)) return;
    const reply = await refineReply(picture.id, picture.reply, called);
    const twin = wantedTwin(picture);
    if (reply) for (const one of setStates(picture, 'done', reply)) refinements.remove(one);
    else if (twin) refinements.add(twin);
  }

  function setStates(picture: Picture, state: Picture['state'], reply: Picture['reply']): Set<Picture> {
    const twins = new Set([picture, ...withAddressOf(picture)]);
    for (const twin of twins) pictures.setState(twin, state, reply);
    return twins;
  }

  function release({ reply }: Picture): void {
    const ticket = reply?.ticket ?? null;
    const isShared = pictures.all().some((other) => ticket !== null && other.reply?.ticket === ticket);
    if (ticket !== null && !isShared) void tellBackground('background/drop', { ids: [], tickets: [ticket] });
  }

  function callOff(isUnwanted: (picture: Picture) => boolean): void {
    for (const [picture, call] of inHand) if (isUnwanted(picture)) call.abort();
  }

  function callOffUnwanted(picture: Picture): void {
    if (!wantedTwin(picture)) callOff(({ address }) => address === picture.address);
  }

  function watchVisibility(): void {
    if (document.hidden) callOff(() => true);
    queue.resume();
    refinements.resume();
  }

  /** The page may come back; what was judged by then stands. */
  function leave({ isTrusted }: PageTransitionEvent): void {
    const tickets = pictures.all().flatMap(({ reply }) => reply?.ticket ?? []);
    const ids = [...inHand.keys()].map(({ id }) => id);
    if (isTrusted && ids.length + tickets.length > 0)
      void tellBackground('background/drop', { ids, tickets });
  }

  pictures.subscribe((picture, change) => {
    if (change !== 'gone') return;
    callOffUnwanted(picture);
    release(picture);
  }, signal);
  document.addEventListener('visibilitychange', watchVisibility, { signal });
  window.addEventListener(
    'scroll',
    () => {
      distances = new WeakMap();
    },
    { capture: true, passive: true, signal },
  );
  window.addEventListener('pagehide', leave, { signal });

  function takeKnownReply(picture: Picture): boolean {
    const reply = withAddressOf(picture).find((twin) => twin.state === 'done')?.reply;
    if (!reply) return false;
    pictures.setState(picture, 'done', reply);
    return true;
  }

  return {
    enqueue(picture) {
      wanted.add(picture);
      if (picture.state !== 'done' && !takeKnownReply(picture)) queue.add(picture);
      else if (isUnrefined(picture)) refinements.add(picture);
    },
    dequeue(picture) {
      queue.remove(picture);
      refinements.remove(picture);
      wanted.delete(picture);
      const isInHand = [...inHand.keys()].some(({ address }) => address === picture.address);
      if (isInHand) setTimeout(callOffUnwanted, GRACE_MS, picture);
    },
    async judgeNow(picture) {
      queue.remove(picture);
      if (picture.state === 'waiting') await judge(picture, signal);
      refinements.remove(picture);
      await refine(picture, signal);
    },
    async judgeFrames(picture, frames) {
      pictures.setState(picture, 'analysing', null);
      pictures.setState(picture, 'done', await analyzeFrames(await frames, signal));
    },
  };
}

const isUnrefined = ({ reply }: Picture): boolean => reply !== null && reply.ticket !== null;

function distanceFromCentre({ element }: Picture): number {
  const box = element?.deref()?.getBoundingClientRect();
  if (!box) return Number.POSITIVE_INFINITY;
  return Math.hypot((box.left + box.right - innerWidth) / 2, (box.top + box.bottom - innerHeight) / 2);
}
