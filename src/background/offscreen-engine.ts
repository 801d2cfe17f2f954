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

const isOpen = async (): Promise<boolean> =>
  (await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0;

/** A service worker can't start workers; an offscreen document can. Opened on the first picture. */
async function openDocument(): Promise<void> {
  if (await isOpen()) return;
  await chrome.offscreen.createDocument({
    url: 'src/offscreen/index.html',
    reasons: ['WORKERS'],
    justification: 'Pictures are decoded and analysed in a worker, by WebGPU where there is one.',
  });
}

type EngineMessage = 'offscreen/analyze' | 'offscreen/refine';
type Request<Name extends EngineMessage> = MessageTable[Name]['request'];
type Response<Name extends EngineMessage> = MessageTable[Name]['response'];

/** Tells the engine something that is of no concern to one that doesn't run. */
export async function tellEngine(
  name: 'offscreen/release',
  request: MessageTable['offscreen/release']['request'],
): Promise<void> {
  if (await isOpen()) await sendMessage(name, request);
}

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
