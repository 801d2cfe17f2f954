const STILL_FRAMES = 6;
const TICK_MS = 250;
/** Looking takes no more of the page's time than this share, between these intervals. */
const TICK_SHARE = 0.005;
const OFTEN_MS = 125;
const SELDOM_MS = 500;
/** What nothing gives notice of, as a change inside a closed shadow root, waits so many ticks at most. */
const BLIND_TICKS = 4;

/** Commonly set things in motion. */
const MOVERS = ['scroll', 'resize', 'transitionrun', 'animationstart', 'click', 'keyup', 'fullscreenchange'];
/** May change what is to be seen, once. */
const CHANGERS = ['pointerover', 'focusin', 'load'];

interface Motion {
  /** Follows the pictures; true where anything moved. */
  follow(): boolean;
  /** Looks at what changes seldom and costs more. */
  tick(): void;
}

interface MotionLoop {
  start(): void;
  stop(): void;
}

/**
 * Follows moving things each animation frame while anything moves. While all is still it looks a few times a second if
 * the page was changed since, else once, just after a frame, when the page's layout is done. In a hidden tab it does
 * nothing at all.
 */
export function createMotionLoop({ follow, tick }: Motion, signal: AbortSignal): MotionLoop {
  let isWanted = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let frame: number | undefined;
  let stillFrames = 0;
  let quietTicks = 0;
  let nextTick = 0;
  let isChanged = true;

  // One record is enough to know, so a page that changes without end costs no more than one that changed once.
  const mutations = new MutationObserver(() => {
    mutations.disconnect();
    isChanged = true;
  });

  function onFrame(): void {
    frame = undefined;
    if (performance.now() >= nextTick) timedTick();
    stillFrames = follow() ? 0 : stillFrames + 1;
    if (stillFrames < STILL_FRAMES) requestFrame();
  }

  function timedTick(): void {
    const start = performance.now();
    tick();
    const end = performance.now();
    nextTick = end + Math.min(SELDOM_MS, Math.max(OFTEN_MS, (end - start) / TICK_SHARE));
  }

  function requestFrame(): void {
    if (timer !== undefined) frame ??= requestAnimationFrame(onFrame);
  }

  function wake(): void {
    stillFrames = 0;
    requestFrame();
  }

  function onTimer(): void {
    quietTicks += 1;
    if (performance.now() < nextTick || (!isChanged && quietTicks < BLIND_TICKS)) return;
    quietTicks = 0;
    isChanged = false;
    requestAnimationFrame(() => void scheduler.postTask(look, { priority: 'user-blocking' }));
  }

  function look(): void {
    if (timer === undefined) return;
    mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    timedTick();
    if (follow()) wake();
  }

  function run(): void {
    if (!isWanted || document.hidden || signal.aborted) {
      pause();
      return;
    }
    isChanged = true;
    timer ??= setInterval(onTimer, TICK_MS);
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
  signal.addEventListener('abort', stop);

  return {
    start() {
      isWanted = true;
      run();
    },
    stop,
  };
}
