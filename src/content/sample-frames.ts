import { grabPixels } from './grab-pixels.ts';

/** Odd, so that a vote has a majority. */
const FRAMES = 9;
const LOADING_MS = 10_000;
/** Between frames of what can only be watched as it plays. */
const PLAYING_MS = 400;

/**
 * Frames of a video as PNG, evenly spread over it. A second player looks for them, so that the reader's is not disturbed;
 * what can't be loaded again, as streams can't, is watched for a while instead. Empty where the page may not read them.
 */
export async function sampleFrames(video: HTMLVideoElement): Promise<Blob[]> {
  const current = await grabPixels(video);
  if (!current) return [];
  const spread = await seekFrames(video);
  return spread.length > 0 ? spread : [current, ...(await watchFrames(video))];
}

async function seekFrames(video: HTMLVideoElement): Promise<Blob[]> {
  const player = document.createElement('video');
  player.muted = true;
  player.preload = 'auto';
  player.crossOrigin = video.crossOrigin;
  player.src = video.currentSrc;
  const frames: Blob[] = [];
  try {
    await happens(player, 'loadeddata');
    for (let i = 0; i < FRAMES; i++) {
      player.currentTime = (player.duration * (i + 0.5)) / FRAMES;
      await happens(player, 'seeked');
      const frame = await grabPixels(player);
      if (frame) frames.push(frame);
    }
  } catch {
    // It is a stream, has no end, or takes too long.
  }
  player.removeAttribute('src');
  player.load();
  return frames;
}

async function watchFrames(video: HTMLVideoElement): Promise<Blob[]> {
  const frames: Blob[] = [];
  for (let i = 1; i < FRAMES && !video.paused && !video.ended; i++) {
    await new Promise((resolve) => setTimeout(resolve, PLAYING_MS));
    const frame = await grabPixels(video);
    if (frame) frames.push(frame);
  }
  return frames;
}

/** @throws Error where it does not happen in time, or something else goes wrong */
function happens(player: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> {
  const wait = new AbortController();
  const { signal } = wait;
  return new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new Error(`no ${event}`));
    player.addEventListener(event, () => resolve(), { signal });
    player.addEventListener('error', fail, { signal });
    AbortSignal.timeout(LOADING_MS).addEventListener('abort', fail, { signal });
  }).finally(() => wait.abort());
}
