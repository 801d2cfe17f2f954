import { EventEmitter } from 'node:events';
import type { BrowserContext, CDPSession, Page } from '@playwright/test';

interface HeapUsage {
  usedSize: number;
  embedderHeapUsedSize: number;
  backingStorageSize: number;
}

/** One target of the browser's debugger. */
interface Channel {
  send(method: string, params?: object): Promise<unknown>;
  on(event: TargetEvent, listener: (params: { sessionId: string; message?: string }) => void): unknown;
}

type TargetEvent = 'Target.attachedToTarget' | 'Target.receivedMessageFromTarget';

/** Script's objects, the document's, and array buffers with WebAssembly's memory, after a collection of garbage; MB. */
async function heapOf({ send }: Pick<Channel, 'send'>): Promise<number> {
  await send('HeapProfiler.collectGarbage');
  const usage = (await send('Runtime.getHeapUsage')) as HeapUsage;
  return (usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize) / 1e6;
}

export async function pageHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  try {
    return await heapOf(channelOf(session));
  } finally {
    await session.detach();
  }
}

/**
 * Heap of the engine's page, its workers, and the background, MB. Playwright shows none of the first two, so the
 * browser's own session is asked for them.
 * @returns null where no engine runs
 */
export async function engineHeap(context: BrowserContext): Promise<number | null> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) return null;
  try {
    const browser = channelOf(session);
    // Without a filter the engine's page is left out.
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] });
    const engine = targetInfos.find(({ url }) => url.endsWith('/src/offscreen/index.html'));
    if (!engine) return null;
    const { sessionId } = await session.send('Target.attachToTarget', { targetId: engine.targetId });
    const engineChannel = nestedChannel(browser, sessionId);
    const channels = [engineChannel];
    engineChannel.on('Target.attachedToTarget', (worker) => {
      channels.push(nestedChannel(engineChannel, worker.sessionId));
    });
    await engineChannel.send('Target.setAutoAttach', {
      ...{ autoAttach: true, waitForDebuggerOnStart: false, flatten: false },
    });
    const heaps = await Promise.all(channels.map(heapOf));
    return heaps.reduce((sum, heap) => sum + heap, 0);
  } finally {
    await session.detach();
  }
}

const channelOf = (session: CDPSession): Channel => ({
  send: (method, params) => session.send(method as 'Runtime.enable', params as undefined),
  on: (event, listener) => session.on(event, listener),
});

/** A target reached through another one, message in message. */
function nestedChannel(parent: Channel, sessionId: string): Channel {
  const events = new EventEmitter();
  const replies = new EventEmitter();
  let last = 0;
  parent.on('Target.receivedMessageFromTarget', ({ sessionId: from, message }) => {
    if (from !== sessionId || message === undefined) return;
    const { id, method, params, result } = JSON.parse(message);
    if (id === undefined) events.emit(method, params);
    else replies.emit(String(id), result);
  });
  return {
    async send(method, params = {}) {
      const id = ++last;
      const reply = new Promise((resolve) => replies.once(String(id), resolve));
      const message = JSON.stringify({ id, method, params });
      await parent.send('Target.sendMessageToTarget', { sessionId, message });
      return reply;
    },
    on: (event, listener) => events.on(event, listener),
  };
}
