import type { Page } from '@playwright/test';
import type { Analysis } from '../src/analysis.ts';
import type { ExtensionBrowser } from './launch-extension.ts';

/** What the extension says of one picture of a page. */
export interface PictureState {
  id: string;
  label: string;
  state: 'waiting' | 'analysing' | 'done';
  analysis: Analysis | null;
}

/** Own pages may speak to content scripts, so one of them listens in on behalf of the tools. */
export interface PictureWatch {
  /** Starts to follow the tab that shows this address; forgets the one before. Returns the tab's number. */
  follow(url: string): Promise<number>;
  /** The latest of every picture in the followed tab. */
  pictures(): Promise<PictureState[]>;
  close(): Promise<void>;
}

interface WatchWindow {
  pictures: Map<string, PictureState>;
  port?: chrome.Port;
}
/** The little of the browser's API that is called inside the page. */
declare const chrome: {
  tabs: {
    query(filter: object): Promise<{ id: number; url?: string; pendingUrl?: string }[]>;
    connect(tabId: number, info: { name: string }): chrome.Port;
  };
};
declare namespace chrome {
  interface Port {
    onMessage: { addListener(listener: (message: Message) => void): void };
    onDisconnect: { addListener(listener: () => void): void };
    disconnect(): void;
  }
  type Message =
    | { kind: 'gone'; id: string }
    | {
        kind: 'picture';
        picture: {
          id: string;
          label: string;
          state: PictureState['state'];
          reply: { analysis: Analysis } | null;
        };
      };
}

export async function watchPictures({ context, extensionId }: ExtensionBrowser): Promise<PictureWatch> {
  const page: Page = await context.newPage();
  await page.goto(`chrome-extension://${extensionId}/src/offscreen/index.html?watch`);
  return {
    follow: (url) =>
      page.evaluate(async (address) => {
        const scope = globalThis as unknown as WatchWindow;
        scope.port?.disconnect();
        const tab = (await chrome.tabs.query({})).find((one) => one.url === address);
        if (!tab) throw new Error(`no tab shows ${address}`);
        const connect = (): void => {
          const port = chrome.tabs.connect(tab.id, { name: 'inspector' });
          scope.port = port;
          scope.pictures = new Map();
          port.onMessage.addListener((message) => {
            if (message.kind === 'gone') scope.pictures.delete(message.id);
            else {
              const { id, label, state, reply } = message.picture;
              scope.pictures.set(id, { id, label, state, analysis: reply?.analysis ?? null });
            }
          });
          // Right after its installation the extension puts a fresh content script into tabs that have one already.
          port.onDisconnect.addListener(() => {
            setTimeout(() => {
              if (scope.port === port) connect();
            }, 100);
          });
        };
        connect();
        return tab.id;
      }, url),
    pictures: () => page.evaluate(() => [...(globalThis as unknown as WatchWindow).pictures.values()]),
    close: () => page.close(),
  };
}
