import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { finished } from 'node:stream/promises';
import { logDct } from '../../src/spectrum/log-dct.ts';
import { wholePicture } from '../../src/spectrum/whole-picture.ts';
import { decodePicture } from '../../tools/decode-picture.ts';
import type { CorpusPicture } from '../corpus.ts';
import { seededRandom } from '../random.ts';
import { generatorFamily } from './generator-family.ts';
import { PERTURBATIONS, perturb } from './perturb.ts';

/** Frank 2020's input. */
const SIDE = 128;

/**
 * `logDct` of every picture's middle 128², as it is and perturbed: `FOLDER/NAME.f32`, float32, a picture a row, each
 * `3 × 128 × 128`; what the rows are in `FOLDER/rows.json`. Pictures with a side below 128, or damaged, have no row.
 * Done once for a corpus; delete the folder after a change to the features.
 */
export async function writeFeatures(corpus: string, pictures: CorpusPicture[], folder: string): Promise<void> {
  const index = join(folder, 'rows.json');
  if (existsSync(index)) return;
  mkdirSync(folder, { recursive: true });
  const files = PERTURBATIONS.map((name) => ({ name, stream: createWriteStream(join(folder, `${name}.f32`)) }));
  const rows = [];
  for (const picture of pictures) {
    const rgba = await middleOf(picture.path);
    if (!rgba) continue;
    for (const { name, stream } of files) {
      const random = seededRandom(relative(corpus, picture.path), name);
      const features = Float32Array.from(logDct(await perturb(rgba, SIDE, name, random), SIDE));
      if (!stream.write(new Uint8Array(features.buffer))) {
        await new Promise((resolve) => stream.once('drain', resolve));
      }
    }
    const { split, source, label } = picture;
    const family = label === 'real' ? 'real' : generatorFamily(picture.generator);
    rows.push({ split, source, label, family });
    if (rows.length % 500 === 0) console.error(`measured ${rows.length} of ${pictures.length} pictures`);
  }
  for (const { stream } of files) {
    stream.end();
    await finished(stream);
  }
  writeFileSync(`${index}.part`, JSON.stringify(rows));
  renameSync(`${index}.part`, index);
}

async function middleOf(path: string): Promise<Uint8Array | null> {
  const picture = await decodePicture(readFileSync(path)).catch(() => null);
  if (!picture) return null;
  const square = wholePicture(picture.width, picture.height, SIDE);
  if (!square) return null;
  const rgba = new Uint8Array(SIDE * SIDE * 4);
  await picture.readTile(square.x, square.y, SIDE, rgba);
  picture.close();
  return rgba;
}
