import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { minify } from 'terser';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

/** The tower's files go into the package as they are: read only when the tower is opened, and checked by digest. */
const towerFiles: Plugin = {
  name: 'tower-files',
  generateBundle() {
    for (const name of readdirSync('models').filter((name) => name.startsWith('tower'))) {
      const fileName = `models/${name}`;
      this.emitFile({ type: 'asset', fileName, source: readFileSync(fileName) });
    }
  },
};

/**
 * The content script is built apart, where the options below don't reach: this makes it one per cent smaller. `unsafe` is
 * what would not do for code that overwrites `String` and its like, or hands symbols to it.
 */
const smallContentScript: Plugin = {
  name: 'small-content-script',
  enforce: 'post',
  async generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.iife.js')) continue;
      const compress = { passes: 3, ecma: 2020, unsafe: true, unsafe_arrows: true } as const;
      file.source = (await minify(String(file.source), { compress })).code ?? file.source;
    }
  },
};

export default defineConfig({
  plugins: [crx({ manifest: manifest as ManifestV3Export }), towerFiles, smallContentScript],
  resolve: {
    alias: { 'webextension-polyfill': fileURLToPath(new URL('src/native-browser.ts', import.meta.url)) },
    // Threads start from onnxruntime-web's own files, which must therefore stay files of their own.
    conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
  },
  worker: { format: 'es' },
  build: {
    target: 'chrome148',
    // A few per cent smaller than what the default leaves of the content script.
    minify: 'terser',
    terserOptions: { compress: { passes: 3 } },
    rolldownOptions: {
      input: { offscreen: 'src/offscreen/index.html' },
    },
  },
});
