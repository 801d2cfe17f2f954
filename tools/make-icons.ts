/** Renders `icons/icon.svg` at the sizes that the manifest names: `npx vite-node -c vitest.config.ts tools/make-icons.ts`. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SIZES = [16, 32, 48, 128];
const DRAWING_SIDE = 128;
const SVG_DENSITY = 72;

const icon = (name: string): string => fileURLToPath(new URL(`../icons/${name}`, import.meta.url));

const drawing = await readFile(icon('icon.svg'));
for (const size of SIZES) {
  await sharp(drawing, { density: (SVG_DENSITY * size) / DRAWING_SIDE })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(icon(`icon-${size}.png`));
}
