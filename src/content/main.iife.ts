import { handleMessages, sendMessage } from '../messages.ts';
import { loadSettings, onSettingsChange } from '../settings.ts';
import { badgeFace } from './badge-face.ts';
import { claimDocument } from './claim-document.ts';
import { watchContextClicks } from './clicked-picture.ts';
import { explain } from './explanation.ts';
import type { Anchor } from './explanation-card.ts';
import { extensionIsAlive } from './extension-is-alive.ts';
import { findPictures } from './find-pictures.ts';
import { createFramePictures, type Picture } from './frame-pictures.ts';
import { grabPixels } from './grab-pixels.ts';
import { createJudge } from './judge-pictures.ts';
import { createLayer, type Layer } from './layer.ts';
import { removeOlderLayers } from './layer-host.ts';
import { mostSuspicious } from './most-suspicious.ts';
import { reportFlagged } from './report-flagged.ts';
import { sampleFrames } from './sample-frames.ts';
import { serveInspector } from './serve-inspector.ts';

/** Watches over the pictures of this frame for as long as the extension lives. */
async function watchFrame(life: AbortController): Promise<void> {
  const { signal } = life;
  const lastClick = watchContextClicks(signal);
  let settings = await loadSettings();
  if (signal.aborted) return;
  let browsing: AbortController | null = null;
  let layer: Layer | null = null;
  let explained: Picture | null = null;

  const pictures = createFramePictures();
  const judge = createJudge(pictures, isAlive);

  function isAlive(): boolean {
    if (!extensionIsAlive()) life.abort();
    return !signal.aborted;
  }

  /** Most frames never show a picture, and never need a layer. */
  function ensureLayer(): Layer {
    layer ??= createLayer({ isAlive, onBadge: explainBadge }, signal);
    return layer;
  }

  function browse(): void {
    if (browsing || !settings.enabled) return;
    browsing = new AbortController();
    findPictures({ entered, left, gone }, AbortSignal.any([signal, browsing.signal]));
  }

  function stopBrowsing(): void {
    browsing?.abort();
    browsing = null;
    for (const picture of pictures.all()) {
      const element = picture.element?.deref();
      if (element) left(element);
    }
    pictures.clear();
  }

  function entered(element: Element, addresses: readonly string[]): void {
    const shown = pictures.ofElement(element, addresses);
    ensureLayer().badges.add(element);
    showFace(element);
    shown.forEach(judge.enqueue);
  }

  function left(element: Element): void {
    pictures.find(element).forEach(judge.dequeue);
    layer?.badges.remove(element);
  }

  function gone(element: Element): void {
    left(element);
    pictures.forget(element);
  }

  function showFace(element: Element): void {
    const reply = mostSuspicious(pictures.find(element))?.reply;
    const face = reply && badgeFace(reply.analysis.outcome, settings.falsePositiveRate);
    layer?.badges.setFace(element, face ?? null);
  }

  function showFaceOf(picture: Picture): void {
    const element = picture.element?.deref();
    if (element) showFace(element);
  }

  const explanationOf = ({ reply }: Picture) => explain(reply?.analysis ?? null, settings.falsePositiveRate);

  function explainPicture(picture: Picture, anchor: Anchor): void {
    explained = picture;
    ensureLayer().card.open(explanationOf(picture), anchor, () => void openInspector(picture.id));
  }

  function refreshCard(): void {
    if (explained) layer?.card.update(explanationOf(explained));
  }

  function explainBadge(element: Element): void {
    const picture = mostSuspicious(pictures.find(element));
    if (picture) explainPicture(picture, element.getBoundingClientRect());
  }

  async function openInspector(pictureId: string): Promise<void> {
    try {
      await sendMessage('background/open-inspector', { pictureId });
    } catch {
      isAlive();
    }
  }

  async function analyzeTarget(srcUrl: string | null): Promise<void> {
    const click = lastClick();
    const { element, address } = click.picture(srcUrl) ?? {};
    if (address && element) await judgeClicked(click, pictures.alsoOfElement(element, address));
    else if (address) await judgeClicked(click, pictures.ofAddress(address));
    else if (element instanceof HTMLCanvasElement || element instanceof HTMLVideoElement) {
      // After the frame's own callbacks, while a canvas still has what they drew.
      await new Promise(requestAnimationFrame);
      const pixels = grabPixels(element);
      await judgeClicked(
        click,
        pictures.ofFrames(element),
        pixels.then((blob) => (blob ? [blob] : [])),
      );
    }
  }

  async function analyzeVideo(): Promise<void> {
    const click = lastClick();
    const video = click.video();
    if (video) await judgeClicked(click, pictures.ofFrames(video), sampleFrames(video));
  }

  async function judgeClicked(
    { x, y }: { x: number; y: number },
    picture: Picture,
    frames?: Promise<Blob[]>,
  ): Promise<void> {
    explainPicture(picture, { left: x, right: x, top: y, bottom: y });
    await (frames ? judge.judgeFrames(picture, frames) : judge.judgeNow(picture));
    refreshCard();
  }

  removeOlderLayers();
  serveInspector(pictures, signal);
  const recount = reportFlagged(pictures, () => settings, signal);
  pictures.subscribe((picture, change) => {
    if (change === 'changed') showFaceOf(picture);
    if (picture === explained) refreshCard();
  }, signal);
  handleMessages(
    {
      'content/analyze-target': ({ srcUrl }) => analyzeTarget(srcUrl),
      'content/analyze-video': analyzeVideo,
    },
    signal,
  );
  onSettingsChange((changed) => {
    settings = changed;
    if (!settings.enabled) stopBrowsing();
    browse();
    pictures.all().forEach(showFaceOf);
    refreshCard();
    recount();
  }, signal);
  browse();
}

if (document.documentElement instanceof HTMLHtmlElement) {
  const life = claimDocument();
  if (life) watchFrame(life).catch(() => life.abort());
}
