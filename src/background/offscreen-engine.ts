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

type EngineMessage = 'offscreen/analyze' | 'offscreen/refine';
type Request<Name extends EngineMessage> = MessageTable[Name]['request'];
type Response<Name extends EngineMessage> = MessageTable[Name]['response'];

/** Asks the engine, and once more where the whole document went away with the question, as when memory runs out. */
export const askEngine = <Name extends EngineMessage>(
  name: Name,
  request: Request<Name>,
): Promise<Response<Name>> => ask(name, request).catch(() => ask(name, request));

/** @throws Error where the document goes away before it answers */
async function ask<Name extends EngineMessage>(name: Name, request: Request<Name>): Promise<Response<Name>> {
  opening ??= openDocument().finally(() => {
    opening = null;
  });
  await opening;
  const response: Response<Name> | undefined = await sendMessage(name, request);
  if (response === undefined) throw new Error('the engine went away');
  return response;
}
