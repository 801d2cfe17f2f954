import type { Browser } from 'webextension-polyfill';

/** What `webextension-polyfill` would give: in every browser that the manifest admits, it has nothing to add. */
export default (globalThis as unknown as { browser: Browser }).browser;
