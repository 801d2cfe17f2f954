import type browser from 'webextension-polyfill';
import type { Analysis } from '../src/analysis.ts';
import type { InspectorMessage, PictureReport } from '../src/messages.ts';
import type { ExtensionBrowser } from './launch-extension.ts';

/** What the extension says of one picture of a page. */
export interface PictureState extends Omit<PictureReport, 'reply'> {
  analysis: Analysis | null;
}

/** Own pages may speak to content scripts, so the inspector's listens in on behalf of the tools, beside the inspector itself. */
export interface PictureWatch {
  /** Starts to follow the tab that shows this address; forgets the one before. Returns the tab's number. */
  follow(url: string): Promise<number>;
  /** The latest of every picture in the followed tab. */
  pictures(): Promise<PictureState[]>;
  close(): Promise<void>;
}

interface WatchWindow {
  pictures: Map<string, PictureState>;
  port?: browser.Runtime.Port;
}
/** The extension's own global, inside functions that run in its page. */
declare const chrome: typeof browser;

export async function watchPictures({ context, extensionId }: ExtensionBrowser): Promise<PictureWatch> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${extensionId}/src/popup/index.html`);
  return {
    follow: (url) =>
      page.evaluate(async (address) => {
        const scope = globalThis as unknown as WatchWindow;
        scope.port?.disconnect();
        const id = (await chrome.tabs.query({})).find((tab) => tab.url === address)?.id;
        if (id === undefined) throw new Error(`no tab shows ${address}`);
        const connect = (): void => {
          const port = chrome.tabs.connect(id, { name: 'inspector' });
          scope.port = port;
          scope.pictures = new Map();
          port.onMessage.addListener((message) => {
            const news = message as InspectorMessage;
            if (news.kind === 'gone') scope.pictures.delete(news.id);
            else {
              const { reply, ...picture } = news.picture;
              // As long as the tower has not spoken, the analysis may still change.
              const state = reply?.ticket == null ? picture.state : 'analysing';
              scope.pictures.set(picture.id, { ...picture, state, analysis: reply?.analysis ?? null });
            }
          });
          // Content scripts start a moment after their page; a port to nobody is closed at once.
          port.onDisconnect.addListener(() => {
            setTimeout(() => {
              if (scope.port === port) connect();
            }, 100);
          });
        };
        connect();
        return id;
      }, url),
    pictures: () => page.evaluate(() => [...(globalThis as unknown as WatchWindow).pictures.values()]),
    close: () => page.close(),
  };
}
