import browser from 'webextension-polyfill';
import type { Analysis, FalsePositiveRate, Verdict } from './analysis.ts';

/** The address that a page loaded a picture from. */
export interface PictureAddress {
  url: string;
  /** Whether it did so without cookies. */
  anonymous: boolean;
  /** The element's own; empty where the document's holds, null where neither does, as for what a style sheet brings. */
  referrerPolicy: ReferrerPolicy | null;
}

/** How the background gets at a picture: the bytes themselves, or their address. */
export type PictureSource = { blob: Blob } | PictureAddress;

/** What the background answers about a picture. */
export interface PictureReply {
  analysis: Analysis;
  /** A small picture for the inspector, made on this computer; null where nothing could be decoded. */
  thumbnail: Blob | null;
  /** For `background/refine`, while the tower has not been asked; null where there is nothing to wait for. */
  ticket: string | null;
}

/** What the explanation card says about one picture. */
export interface Explanation {
  verdict: Verdict | 'pending';
  heading: string;
  /** Null where nothing was measured. */
  probability: { value: number; words: string } | null;
  /** The strongest first. */
  reasons: { words: string; weight: string }[];
  rows: { label: string; value: string }[];
  note: string;
}

/** Where a message may come from: a content script in a web page, one of our own pages, or the background. */
type Sender = 'content' | 'own-page' | 'background';

/** The one table of messages. Each name reads `receiver/what`; its entry has the request, the response and who may send it. */
export interface MessageTable {
  /** Judge a picture of the sender's page, which goes by its `id`; null where it was called off. */
  'background/analyze': {
    request: { id: string; source: PictureSource };
    response: PictureReply | null;
    sender: 'content';
  };
  /**
   * What the tower makes of a picture that was analysed before; null where it can't tell, so that the analysis stands, or
   * where it was called off.
   */
  'background/refine': {
    request: { id: string; ticket: string };
    response: Analysis | null;
    sender: 'content';
  };
  /** Call off what the sender asked about these pictures, and give up these tickets. */
  'background/drop': { request: { ids: string[]; tickets: string[] }; response: void; sender: 'content' };
  /** What the card is to say of an analysis. `isFinal`: the tower has spoken, or never will. */
  'background/explain': {
    request: { analysis: Analysis; isFinal: boolean; rate: FalsePositiveRate };
    response: Explanation;
    sender: 'content';
  };
  /** How the card looks: a style sheet. */
  'background/card-styles': { request: object; response: string; sender: 'content' };
  /** Number of flagged pictures in the sender's frame, for the toolbar. */
  'background/flagged': { request: { count: number }; response: void; sender: 'content' };
  /** Open the inspector in a tab of its own, on the sender's tab, with one picture chosen, perhaps to report its verdict. */
  'background/open-inspector': {
    request: { pictureId: string; isReport: boolean };
    response: void;
    sender: 'content';
  };
  /** Judge one picture's bytes by its spectra: its analysis and thumbnail, or the thumbnail alone. */
  'offscreen/analyze': {
    request: { blob: Blob; key: string; thumbnailOnly: boolean };
    response: { analysis: Analysis | null; thumbnail: Blob | null; ticket: string | null };
    sender: 'background';
  };
  /** Have an analysed picture judged by the tower, too. */
  'offscreen/refine': {
    request: { ticket: string };
    response: { key: string; analysis: Analysis } | null;
    sender: 'background';
  };
  /** Nobody will ask for these tickets any more. */
  'offscreen/release': { request: { tickets: string[] }; response: void; sender: 'background' };
  /** The reader chose "Analyze this image" on this page. `srcUrl` is the browser's idea of what is under the cursor. */
  'content/analyze-target': { request: { srcUrl: string | null }; response: void; sender: 'background' };
  /** The reader chose "Analyze this video" on this page. */
  'content/analyze-video': { request: Record<never, never>; response: void; sender: 'background' };
}
export type MessageName = keyof MessageTable;

/** One picture of a page as the inspector shows it. Sent over the inspector's port whenever it changes. */
export interface PictureReport {
  /** Unique within the tab. */
  id: string;
  /** Host and file name of the picture, or its alternative text; for the list only. */
  label: string;
  state: 'waiting' | 'analysing' | 'done';
  reply: PictureReply | null;
}

/** Name of the port that the inspector opens to every frame of a tab; frames answer with `InspectorMessage`s. */
export const INSPECTOR_PORT = 'inspector';
export type InspectorMessage = { kind: 'picture'; picture: PictureReport } | { kind: 'gone'; id: string };

interface Envelope<Name extends MessageName = MessageName> {
  name: Name;
  request: MessageTable[Name]['request'];
}

export function sendMessage<Name extends MessageName>(
  name: Name,
  request: MessageTable[Name]['request'],
): Promise<MessageTable[Name]['response']> {
  return browser.runtime.sendMessage({ name, request } satisfies Envelope<Name>);
}

export function sendMessageToFrame<Name extends MessageName>(
  tabId: number,
  frameId: number,
  name: Name,
  request: MessageTable[Name]['request'],
): Promise<MessageTable[Name]['response']> {
  return browser.tabs.sendMessage(tabId, { name, request } satisfies Envelope<Name>, { frameId });
}

type Handlers<From extends Sender> = {
  [Name in MessageName as MessageTable[Name]['sender'] extends From ? Name : never]?: (
    request: MessageTable[Name]['request'],
    sender: browser.Runtime.MessageSender,
  ) => Promise<MessageTable[Name]['response']>;
};

/** Answers the messages named in `handlers` until the signal aborts; those that are not `from` their sender are ignored. */
export function handleMessages<From extends Sender>(
  from: From,
  handlers: Handlers<From>,
  signal: AbortSignal,
): void {
  const byName = new Map<unknown, unknown>(Object.entries(handlers));
  const listener = (
    message: unknown,
    sender: browser.Runtime.MessageSender,
  ): Promise<unknown> | undefined => {
    const { name, request } = Object(message);
    const handler = byName.get(name) as
      | ((request: unknown, sender: browser.Runtime.MessageSender) => Promise<unknown>)
      | undefined;
    return kindOfSender(sender) === from ? handler?.(request, sender) : undefined;
  };
  browser.runtime.onMessage.addListener(listener as browser.Runtime.OnMessageListener);
  signal.addEventListener('abort', () =>
    browser.runtime.onMessage.removeListener(listener as browser.Runtime.OnMessageListener),
  );
}

/**
 * Own pages opened in a tab carry a `tab` too, so the address decides first. The service worker sends without a tab;
 * its address is its script's, or none.
 */
export function kindOfSender(sender: browser.Runtime.MessageSender): Sender | null {
  if (sender.id !== browser.runtime.id) return null;
  const own = browser.runtime.getURL('');
  if (sender.url && !sender.url.startsWith(own)) return sender.tab ? 'content' : null;
  if (sender.tab || sender.url?.split(/[?#]/)[0]?.endsWith('.html')) return 'own-page';
  return 'background';
}
