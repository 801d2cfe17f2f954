import browser from 'webextension-polyfill';
import { INSPECTOR_PORT, type InspectorMessage, kindOfSender, type PictureReport } from '../messages.ts';
import type { FramePictures, Picture } from './frame-pictures.ts';

/** Tells every inspector that asks of all the frame's pictures, then of every change, until the signal aborts. */
export function serveInspector(pictures: FramePictures, signal: AbortSignal): void {
  const accept = (port: browser.Runtime.Port): void => {
    if (port.name !== INSPECTOR_PORT || !port.sender || kindOfSender(port.sender) !== 'own-page') return;
    const connection = new AbortController();
    const served = AbortSignal.any([signal, connection.signal]);
    port.onDisconnect.addListener(() => connection.abort());
    const post = (message: InspectorMessage): void => port.postMessage(message);
    const postGone = ({ id }: Picture): void => post({ kind: 'gone', id });
    const postReport = (picture: Picture): void => post({ kind: 'picture', picture: reportOf(picture) });
    pictures.all().forEach(postReport);
    pictures.subscribe(
      (picture, change) => (change === 'gone' ? postGone(picture) : postReport(picture)),
      served,
    );
    // Nothing else tells that a frame went. Disconnecting would end the channel for the tab's other frames as well.
    window.addEventListener(
      'pagehide',
      ({ isTrusted }) => {
        if (!isTrusted) return;
        pictures.all().forEach(postGone);
        connection.abort();
      },
      { signal: served },
    );
  };
  browser.runtime.onConnect.addListener(accept);
  signal.addEventListener('abort', () => browser.runtime.onConnect.removeListener(accept));
}

const reportOf = ({ id, label, state, reply }: Picture): PictureReport => ({ id, label, state, reply });
