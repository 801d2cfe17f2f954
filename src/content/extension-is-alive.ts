import browser from 'webextension-polyfill';

/**
 * False once the extension was reloaded, updated or removed: this script then lives on in the page, but every call
 * to the extension would throw.
 */
export function extensionIsAlive(): boolean {
  try {
    return Boolean(browser.runtime.id);
  } catch {
    return false;
  }
}
