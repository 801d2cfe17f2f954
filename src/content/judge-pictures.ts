import { analyzeFrames, analyzePicture, refineReply } from './analyze-picture.ts';
import type { FramePictures, Picture } from './frame-pictures.ts';
import { createPictureQueue } from './picture-queue.ts';

const MAX_IN_FLIGHT = 4;
/** The tower judges one at a time; the next is to be at hand. */
const MAX_REFINED = 2;
/** Far more than most pictures need, far less than is granted to a slow server. */
const PATIENCE_MS = 3_000;

interface Judge {
  /** Judges a picture when its turn comes. */
  enqueue(picture: Picture): void;
  /** Gives up a picture's turn. */
  dequeue(picture: Picture): void;
  /** Judges a picture at once, whatever else waits. */
  judgeNow(picture: Picture): Promise<void>;
  /** Judges a picture by frames of what shows it. */
  judgeFrames(picture: Picture, frames: Promise<Blob[]>): Promise<void>;
}

/** Has the frame's pictures judged, each address once, those nearest the middle of the view first. */
export function createJudge(pictures: FramePictures, isAlive: () => boolean): Judge {
  const inOrder = {
    patienceMs: PATIENCE_MS,
    keyOf: ({ address }: Picture) => address,
    distanceOf: distanceFromCentre,
  };
  const queue = createPictureQueue<Picture>({ ...inOrder, limit: MAX_IN_FLIGHT, run: judge });
  const refinements = createPictureQueue<Picture>({ ...inOrder, limit: MAX_REFINED, run: refine });

  const withAddressOf = (picture: Picture): Picture[] =>
    pictures.all().filter(({ address }) => address === picture.address);

  async function judge(picture: Picture): Promise<void> {
    if (!isAlive() || takeKnownReply(picture)) return;
    for (const twin of new Set([picture, ...withAddressOf(picture)]))
      pictures.setState(twin, 'analysing', null);
    const reply = await analyzePicture(picture.address, picture.element?.deref() ?? null);
    for (const twin of new Set([picture, ...withAddressOf(picture)])) {
      queue.remove(twin);
      pictures.setState(twin, 'done', reply);
    }
    if (isUnrefined(picture)) refinements.add(picture);
  }

  async function refine(picture: Picture): Promise<void> {
    if (!isAlive() || !picture.reply || !isUnrefined(picture)) return;
    const reply = await refineReply(picture.reply);
    for (const twin of new Set([picture, ...withAddressOf(picture)])) {
      refinements.remove(twin);
      pictures.setState(twin, 'done', reply);
    }
  }

  function takeKnownReply(picture: Picture): boolean {
    const reply = withAddressOf(picture).find((twin) => twin.state === 'done')?.reply;
    if (!reply) return false;
    pictures.setState(picture, 'done', reply);
    return true;
  }

  return {
    enqueue(picture) {
      if (picture.state !== 'done' && !takeKnownReply(picture)) queue.add(picture);
      else if (isUnrefined(picture)) refinements.add(picture);
    },
    dequeue(picture) {
      queue.remove(picture);
      refinements.remove(picture);
    },
    async judgeNow(picture) {
      queue.remove(picture);
      if (picture.state === 'waiting') await judge(picture);
      refinements.remove(picture);
      await refine(picture);
    },
    async judgeFrames(picture, frames) {
      pictures.setState(picture, 'analysing', null);
      pictures.setState(picture, 'done', await analyzeFrames(await frames));
    },
  };
}

const isUnrefined = ({ reply }: Picture): boolean => reply !== null && reply.ticket !== null;

function distanceFromCentre({ element }: Picture): number {
  const box = element?.deref()?.getBoundingClientRect();
  if (!box) return Number.POSITIVE_INFINITY;
  return Math.hypot((box.left + box.right - innerWidth) / 2, (box.top + box.bottom - innerHeight) / 2);
}
