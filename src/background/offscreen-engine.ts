import { type MessageTable, sendMessage } from '../messages.ts';

/** The part of Chrome's API that `webextension-polyfill` doesn't cover. */
declare const chrome: {
  offscreen: {
    createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
  };
  runtime: {
    getContexts(filter: { contextTypes: string[] }): Promise<unknown[]>;
  };
};

let opening: Promise<void> | null = null;

/** A service worker can't start workers; an offscreen document can. Opened on the first picture. */
async function openDocument(): Promise<void> {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  if (contexts.length > 0) return;
  await chrome.offscreen.createDocument({
    url: 'src/offscreen/index.html',
    reasons: ['WORKERS'],
    justification: 'Pictures are decoded and analysed in a worker, by WebGPU where there is one.',
  });
}

type Request = MessageTable['offscreen/analyze']['request'];
type Response = MessageTable['offscreen/analyze']['response'];

/** Hands a picture to the engine, and once more where the whole document went away with it, as when memory runs out. */
export const askEngine = (request: Request): Promise<Response> => ask(request).catch(() => ask(request));

/** @throws Error where the document goes away before it answers */
async function ask(request: Request): Promise<Response> {
  opening ??= openDocument().finally(() => {
    opening = null;
  });
  await opening;
  const response: Response | undefined = await sendMessage('offscreen/analyze', request);
  if (!response) throw new Error('the engine went away');
  return response;
}
