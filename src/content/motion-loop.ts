const STILL_FRAMES = 20;
const TICK_MS = 250;
const FRAMES_PER_TICK = 8;

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
 * Follows moving things each animation frame while anything moves. While all is still it only looks a few times a
 * second, which makes the browser paint nothing, and at whatever commonly sets things in motion.
 */
export function createMotionLoop({ follow, tick }: Motion, signal: AbortSignal): MotionLoop {
  let timer: ReturnType<typeof setInterval> | undefined;
  let frame: number | undefined;
  let stillFrames = 0;
  let frames = 0;

  function onFrame(): void {
    frame = undefined;
    frames += 1;
    if (frames % FRAMES_PER_TICK === 0) tick();
    stillFrames = follow() ? 0 : stillFrames + 1;
    if (stillFrames < STILL_FRAMES) requestFrame();
  }

  function requestFrame(): void {
    if (timer !== undefined) frame ??= requestAnimationFrame(onFrame);
  }

  function wake(): void {
    stillFrames = 0;
    requestFrame();
  }

  function onTimer(): void {
    tick();
    if (follow()) wake();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  }

  const options = { capture: true, passive: true, signal };
  for (const type of [
    'scroll',
    'resize',
    'transitionrun',
    'animationstart',
    'click',
    'keyup',
    'fullscreenchange',
  ]) {
    window.addEventListener(type, wake, options);
  }
  signal.addEventListener('abort', stop);

  return {
    start() {
      timer ??= setInterval(onTimer, TICK_MS);
      wake();
    },
    stop,
  };
}
