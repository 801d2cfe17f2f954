import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Also the configuration under which the command-line tools run: sources as they are, without the extension's build. */
export default defineConfig({
  resolve: { alias: { 'webextension-polyfill': resolve('src/native-browser.ts') } },
  test: {
    include: ['{src,train,evaluate,tools,bench}/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
