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
import { createJudge } from './judge-pictures.ts';
import { createLayer, type Layer } from './layer.ts';
import { removeOlderLayers } from './layer-host.ts';
import { reportFlagged } from './report-flagged.ts';
import { serveInspector } from './serve-inspector.ts';

/** Watches over the pictures of this frame for as long as the extension lives. */
async function watchFrame(life: AbortController): Promise<void> {
  const { signal } = life;
  const clickedPicture = watchContextClicks(signal);
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
    for (const { image } of pictures.all()) {
      const element = image?.deref();
      if (element) left(element);
    }
    pictures.clear();
  }

  function entered(image: HTMLImageElement): void {
    const picture = pictures.ofImage(image);
    ensureLayer().badges.add(image);
    showFace(picture);
    judge.enqueue(picture);
  }

  function left(image: HTMLImageElement): void {
    const picture = pictures.find(image);
    if (picture) judge.dequeue(picture);
    layer?.badges.remove(image);
  }

  function gone(image: HTMLImageElement): void {
    left(image);
    pictures.forget(image);
  }

  function showFace({ image, reply }: Picture): void {
    const element = image?.deref();
    if (!element) return;
    const face = reply && badgeFace(reply.analysis.outcome, settings.falsePositiveRate);
    layer?.badges.setFace(element, face);
  }

  const explanationOf = ({ reply }: Picture) => explain(reply?.analysis ?? null, settings.falsePositiveRate);

  function explainPicture(picture: Picture, anchor: Anchor): void {
    explained = picture;
    ensureLayer().card.open(explanationOf(picture), anchor, () => void openInspector(picture.id));
  }

  function refreshCard(): void {
    if (explained) layer?.card.update(explanationOf(explained));
  }

  function explainBadge(image: HTMLImageElement): void {
    const picture = pictures.find(image);
    if (picture) explainPicture(picture, image.getBoundingClientRect());
  }

  async function openInspector(pictureId: string): Promise<void> {
    try {
      await sendMessage('background/open-inspector', { pictureId });
    } catch {
      isAlive();
    }
  }

  async function analyzeTarget(srcUrl: string | null): Promise<void> {
    const clicked = clickedPicture(srcUrl);
    if (!clicked) return;
    const { image, address, x, y } = clicked;
    const picture = image ? pictures.ofImage(image) : pictures.ofAddress(address);
    explainPicture(picture, { left: x, right: x, top: y, bottom: y });
    await judge.judgeNow(picture);
    refreshCard();
  }

  removeOlderLayers();
  serveInspector(pictures, signal);
  const recount = reportFlagged(pictures, () => settings, signal);
  pictures.subscribe((picture, change) => {
    if (change === 'changed') showFace(picture);
    if (picture === explained) refreshCard();
  }, signal);
  handleMessages({ 'content/analyze-target': ({ srcUrl }) => analyzeTarget(srcUrl) }, signal);
  onSettingsChange((changed) => {
    settings = changed;
    if (!settings.enabled) stopBrowsing();
    browse();
    for (const picture of pictures.all()) showFace(picture);
    refreshCard();
    recount();
  }, signal);
  browse();
}

if (document.documentElement instanceof HTMLHtmlElement) {
  const life = claimDocument();
  if (life) watchFrame(life).catch(() => life.abort());
}
