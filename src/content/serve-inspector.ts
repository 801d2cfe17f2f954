import browser from 'webextension-polyfill';
import { INSPECTOR_PORT, type InspectorMessage, kindOfSender, type PictureReport } from '../messages.ts';
import type { FramePictures, Picture } from './frame-pictures.ts';

/** Tells every inspector that asks of all the frame's pictures, then of every change, until the signal aborts. */
export function serveInspector(pictures: FramePictures, signal: AbortSignal): void {
  const accept = (port: browser.Runtime.Port): void => {
    if (port.name !== INSPECTOR_PORT || !port.sender || kindOfSender(port.sender) !== 'own-page') return;
    const connection = new AbortController();
    port.onDisconnect.addListener(() => connection.abort());
    const post = (message: InspectorMessage): void => port.postMessage(message);
    for (const picture of pictures.all()) post({ kind: 'picture', picture: reportOf(picture) });
    pictures.subscribe(
      (picture, change) =>
        post(
          change === 'gone'
            ? { kind: 'gone', id: picture.id }
            : { kind: 'picture', picture: reportOf(picture) },
        ),
      AbortSignal.any([signal, connection.signal]),
    );
  };
  browser.runtime.onConnect.addListener(accept);
  signal.addEventListener('abort', () => browser.runtime.onConnect.removeListener(accept));
}

const reportOf = ({ id, label, state, reply }: Picture): PictureReport => ({ id, label, state, reply });
