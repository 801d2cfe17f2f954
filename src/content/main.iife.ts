import { handleMessages, sendMessage } from '../messages.ts';
import { isActiveOn, loadSettings, onSettingsChange, saveSettings, siteOf } from '../settings.ts';
import { type BadgeFace, badgeFace } from './badge-face.ts';
import type { BadgeHit } from './badge-layer.ts';
import { claimDocument } from './claim-document.ts';
import { watchContextClicks } from './clicked-picture.ts';
import type { Anchor, CardDeed } from './explanation-card.ts';
import { extensionIsAlive } from './extension-is-alive.ts';
import { findPictures } from './find-pictures.ts';
import { createFramePictures, type Picture } from './frame-pictures.ts';
import { grabPixels } from './grab-pixels.ts';
import { isSeeThrough } from './is-see-through.ts';
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
  /** Those that the reader has had shown, although flagged ones are dimmed, blurred or hidden. */
  const revealed = new WeakSet<Picture>();
  const site = siteOf(location.ancestorOrigins[location.ancestorOrigins.length - 1] ?? location.href);

  const pictures = createFramePictures();
  const judge = createJudge(pictures, isAlive, signal);

  function isAlive(): boolean {
    if (!extensionIsAlive()) life.abort();
    return !signal.aborted;
  }

  const isPicture = (element: Element): boolean =>
    pictures.find(element).some((picture) => !isSeeThrough(picture));

  /** Most frames never show a picture, and never need a layer. */
  function ensureLayer(): Layer {
    if (layer) return layer;
    layer = createLayer({ isAlive, isPicture, onHit }, signal);
    styleBadges();
    return layer;
  }

  function styleBadges(): void {
    layer?.badges.setStyle({ corner: settings.corner, hasVeils: settings.action !== 'badge' });
  }

  const isActive = (): boolean => isActiveOn(site, settings);

  function browse(): void {
    if (browsing || !isActive()) return;
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
    const picture = mostSuspicious(pictures.find(element));
    layer?.badges.setFace(element, picture && faceOf(picture));
  }

  function faceOf(picture: Picture): BadgeFace | null {
    const { action, falsePositiveRate } = settings;
    const veil = revealed.has(picture) ? 'badge' : action;
    return picture.reply && badgeFace(picture.reply.analysis, falsePositiveRate, veil);
  }

  function showFaceOf(picture: Picture): void {
    const element = picture.element?.deref();
    if (element) showFace(element);
  }

  function explainPicture(picture: Picture, anchor: Anchor): void {
    explained = picture;
    const face = faceOf(picture);
    const heading = face?.words ?? 'Analysing…';
    ensureLayer().card.open({ verdict: face?.look ?? 'pending', heading }, anchor, deedsFor(picture));
    void refreshCard();
  }

  function deedsFor(picture: Picture): CardDeed[] {
    const veil = faceOf(picture) && settings.action !== 'badge';
    const words = revealed.has(picture) ? 'Cover picture' : 'Show picture';
    return [
      { words: 'Open inspector', run: () => void openInspector(picture.id, false) },
      ...(veil ? [{ words, run: () => toggleVeil(picture) }] : []),
      ...(site && isActive() ? [{ words: 'Hide on this site', isQuiet: true, run: hideSite }] : []),
      { words: 'Report wrong verdict', isQuiet: true, run: () => void openInspector(picture.id, true) },
    ];
  }

  function toggleVeil(picture: Picture): void {
    if (!revealed.delete(picture)) revealed.add(picture);
    showFaceOf(picture);
  }

  function hideSite(): void {
    void saveSettings({ hiddenSites: [...settings.hiddenSites, site] }).catch(isAlive);
  }

  async function refreshCard(): Promise<void> {
    const picture = explained;
    if (!picture?.reply || !layer?.card.isOpen()) return;
    const { analysis, ticket } = picture.reply;
    const request = { analysis, isFinal: ticket === null, rate: settings.falsePositiveRate };
    const explanation = await sendMessage('background/explain', request).catch(() => null);
    if (explanation && explained === picture) layer.card.update(explanation);
  }

  function onHit({ element, part }: BadgeHit): void {
    const picture = mostSuspicious(pictures.find(element));
    if (!picture) return;
    if (part === 'reveal') toggleVeil(picture);
    else explainPicture(picture, element.getBoundingClientRect());
  }

  async function openInspector(pictureId: string, isReport: boolean): Promise<void> {
    try {
      await sendMessage('background/open-inspector', { pictureId, isReport });
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
    await refreshCard();
  }

  removeOlderLayers();
  serveInspector(pictures, signal);
  const recount = reportFlagged(pictures, () => settings, signal);
  pictures.subscribe((picture, change) => {
    if (change === 'changed' && picture.reply) showFaceOf(picture);
    if (picture === explained) void refreshCard();
  }, signal);
  handleMessages(
    'background',
    {
      'content/analyze-target': ({ srcUrl }) => analyzeTarget(srcUrl),
      'content/analyze-video': analyzeVideo,
    },
    signal,
  );
  onSettingsChange((changed) => {
    settings = changed;
    if (!isActive()) stopBrowsing();
    browse();
    styleBadges();
    pictures.all().forEach(showFaceOf);
    void refreshCard();
    recount();
  }, signal);
  browse();
}

let watched: Element | null = null;
let life: AbortController | null = null;

/** Anew where the page has written its document anew, by `document.open`: with that all listeners have gone. */
function watchDocument(): void {
  if (document.documentElement === watched) return;
  watched = document.documentElement;
  life?.abort();
  const claimed = watched instanceof HTMLHtmlElement ? claimDocument() : null;
  life = claimed;
  if (claimed) watchFrame(claimed).catch(() => claimed.abort());
}

new MutationObserver(watchDocument).observe(document, { childList: true });
watchDocument();
