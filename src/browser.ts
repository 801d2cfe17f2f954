import type { Browser } from 'webextension-polyfill';

/**
 * The browser's own extension API, which the build puts in the polyfill's place: from Chrome 148 on the polyfill passes
 * it through anyway, for 3 kB a page.
 */
export default (globalThis as unknown as { browser: Browser }).browser;
