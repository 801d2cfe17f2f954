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

/** Hands a picture to the engine. */
export async function askEngine(
  request: MessageTable['offscreen/analyze']['request'],
): Promise<MessageTable['offscreen/analyze']['response']> {
  opening ??= openDocument().finally(() => {
    opening = null;
  });
  await opening;
  return sendMessage('offscreen/analyze', request);
}
