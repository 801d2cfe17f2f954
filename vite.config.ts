import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig } from 'vite';
import manifest from './manifest.json' with { type: 'json' };

export default defineConfig({
  plugins: [crx({ manifest: manifest as ManifestV3Export })],
  worker: { format: 'es' },
  build: {
    target: 'chrome148',
    rolldownOptions: { input: { offscreen: 'src/offscreen/index.html' } },
  },
});
