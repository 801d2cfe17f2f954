interface QueueOptions<Item> {
  /** Most items in hand at once, but for those that take long. */
  limit: number;
  /** An item that takes longer goes on, but makes room for the next: a server may keep it waiting. */
  patienceMs: number;
  /** Items with one key are the same question: never in hand together. */
  keyOf: (item: Item) => string;
  /** The nearest goes first. Asked anew for every choice, so that scrolling re-sorts the queue. */
  distanceOf: (item: Item) => number;
  /** Whether nothing is to be taken now; whoever ends that calls `resume`. */
  isPaused: () => boolean;
  /** Never rejects. */
  run: (item: Item) => Promise<void>;
}

interface PictureQueue<Item> {
  add(item: Item): void;
  /** Takes an item out again if it still waits; one in hand is finished. */
  remove(item: Item): void;
  resume(): void;
}

/** A queue that is pulled: whenever a place is free, the nearest waiting item is taken. */
export function createPictureQueue<Item>(options: QueueOptions<Item>): PictureQueue<Item> {
  const waiting = new Set<Item>();
  const keysInHand = new Set<string>();
  const places = new Set<Item>();

  function pull(): void {
    while (places.size < options.limit && !options.isPaused()) {
      const item = nearest(waiting, keysInHand, options);
      if (item === null) return;
      const key = options.keyOf(item);
      waiting.delete(item);
      keysInHand.add(key);
      places.add(item);
      const timer = setTimeout(() => leave(item), options.patienceMs);
      void options.run(item).finally(() => {
        clearTimeout(timer);
        keysInHand.delete(key);
        leave(item);
      });
    }
  }

  function leave(item: Item): void {
    places.delete(item);
    pull();
  }

  return {
    add(item) {
      waiting.add(item);
      pull();
    },
    remove: (item) => void waiting.delete(item),
    resume: pull,
  };
}

function nearest<Item>(
  waiting: Iterable<Item>,
  keysInHand: ReadonlySet<string>,
  { keyOf, distanceOf }: Pick<QueueOptions<Item>, 'keyOf' | 'distanceOf'>,
): Item | null {
  const free = [...waiting].filter((item) => !keysInHand.has(keyOf(item)));
  if (free.length < 2) return free[0] ?? null;
  let best: Item | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const item of free) {
    const distance = distanceOf(item);
    if (best === null || distance < bestDistance) {
      best = item;
      bestDistance = distance;
    }
  }
  return best;
}
