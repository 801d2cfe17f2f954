const STILL_FRAMES = 6;
/** What an event has moved is in its place by the next frame; the one after that tells whether something goes on by itself. */
const FRAMES_AFTER_EVENT = 2;
const TICK_MS = 250;
/** Looking takes no more of the page's time than this share, between these intervals. */
const TICK_SHARE = 0.005;
const OFTEN_MS = 125;
const SELDOM_MS = 500;
/** So much less often where for a while nothing has happened but that the page was changed. */
const IDLE_FACTOR = 3;
const BRISK_MS = 2_000;
/** What nothing gives notice of, as a change inside a closed shadow root, waits so many ticks at most. */
const BLIND_TICKS = 4;

/** Commonly set things in motion. */
const MOVERS = ['scroll', 'resize', 'transitionrun', 'animationstart', 'click', 'keyup', 'fullscreenchange'];
/** May change what is to be seen, once. */
const CHANGERS = ['pointerover', 'focusin', 'load'];

interface Motion {
  /** Looks at the pictures that have come. */
  meet(): void;
  /** Follows the pictures; true where anything moved. */
  follow(): boolean;
  /** Looks at what changes seldom and costs more. */
  tick(): void;
}

interface MotionLoop {
  start(): void;
  stop(): void;
  /** There is something to look at. */
  hurry(): void;
  /** From now on a change of the element's size is followed within its frame. */
  attend(element: Element): void;
  ignore(element: Element): void;
}

/**
 * Follows moving things each animation frame while anything moves. While all is still it looks a few times a second if
 * the page was changed since, else once. It looks when the page's layout is done, late in a frame or just after it: else
 * that would have to be done for us. In a hidden tab it does nothing at all.
 */
export function createMotionLoop({ meet, follow, tick }: Motion, signal: AbortSignal): MotionLoop {
  let isWanted = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let frame: number | undefined;
  let stillFrames = 0;
  let hasEvent = false;
  let isLooking = false;
  let quietTicks = 0;
  let nextTick = 0;
  /** When it would be due if anything happened. */
  let soonTick = 0;
  let briskUntil = 0;
  let isChanged = true;

  // One record is enough to know, so a page that changes without end costs no more than one that changed once.
  const mutations = new MutationObserver(() => {
    mutations.disconnect();
    isChanged = true;
  });

  // Called within a frame, once the page's layout is done: what is written now is painted together with it.
  const sizes = new ResizeObserver(() => {
    if (timer === undefined) return;
    const isMoving = follow() && !hasEvent;
    hasEvent = false;
    stillFrames = isMoving ? 0 : stillFrames + 1;
    if (stillFrames < STILL_FRAMES) requestFrame();
  });

  function onFrame(): void {
    frame = undefined;
    if (performance.now() >= nextTick) lookAfterFrame();
    // Whatever is observed anew is reported in the same frame. It stays so: what changes the page's height moves pictures.
    sizes.unobserve(document.documentElement);
    sizes.observe(document.documentElement);
  }

  function requestFrame(): void {
    if (timer !== undefined) frame ??= requestAnimationFrame(onFrame);
  }

  function hurry(): void {
    briskUntil = performance.now() + BRISK_MS;
    nextTick = soonTick;
  }

  function wake(): void {
    hasEvent = true;
    hurry();
    stillFrames = Math.min(stillFrames, STILL_FRAMES - FRAMES_AFTER_EVENT - 1);
    requestFrame();
  }

  function onTimer(): void {
    quietTicks += 1;
    if (performance.now() < nextTick || (!isChanged && quietTicks < BLIND_TICKS)) return;
    requestAnimationFrame(lookAfterFrame);
  }

  function lookAfterFrame(): void {
    if (isLooking) return;
    isLooking = true;
    void scheduler.postTask(look, { priority: 'user-blocking' });
  }

  function look(): void {
    isLooking = false;
    if (timer === undefined) return;
    meet();
    if (performance.now() >= nextTick) timedTick();
    if (follow()) wake();
  }

  function timedTick(): void {
    quietTicks = 0;
    isChanged = false;
    mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const start = performance.now();
    tick();
    const end = performance.now();
    const interval = Math.min(SELDOM_MS, Math.max(OFTEN_MS, (end - start) / TICK_SHARE));
    soonTick = end + interval;
    nextTick = end + interval * (end < briskUntil ? 1 : IDLE_FACTOR);
  }

  function run(): void {
    if (!isWanted || document.hidden || signal.aborted) {
      pause();
      return;
    }
    isChanged = true;
    timer ??= setInterval(onTimer, TICK_MS);
    // Pictures are found to have come into view just after a frame.
    lookAfterFrame();
    wake();
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    mutations.disconnect();
  }

  function stop(): void {
    isWanted = false;
    pause();
  }

  const options = { capture: true, passive: true, signal };
  for (const type of MOVERS) window.addEventListener(type, wake, options);
  for (const type of CHANGERS) {
    document.addEventListener(
      type,
      () => {
        isChanged = true;
      },
      options,
    );
  }
  document.addEventListener('visibilitychange', run, options);
  signal.addEventListener('abort', () => {
    stop();
    sizes.disconnect();
  });

  return {
    start() {
      isWanted = true;
      run();
    },
    stop,
    hurry,
    attend: (element) => sizes.observe(element),
    ignore: (element) => sizes.unobserve(element),
  };
}
