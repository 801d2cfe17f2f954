import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import type { Reason } from '../src/analysis.ts';
import { type Features, featuresOf } from '../src/detector/features.ts';
import { cutTiles } from '../src/engine/cut-tiles.ts';
import { createCpuAnalyzer } from '../src/spectrum/cpu-analyzer.ts';
import { decodePicture } from '../tools/decode-picture.ts';
import type { View } from './views.ts';

/** A view with what was measured of it, or why that couldn't be. */
export type MeasuredView = View &
  ({ features: Features; reason?: never } | { features?: never; reason: Reason });

type Line = { key: string; profile: number[]; decay: Features['decay'] } | { key: string; reason: Reason };

/**
 * Features of every view, by the code that the extension runs. Results go to `checkpoint` as they come, one JSON object
 * a line, so that a stopped run resumes; delete the file after a change to the features.
 */
export async function measureViews(views: View[], checkpoint: string): Promise<MeasuredView[]> {
  mkdirSync(dirname(checkpoint), { recursive: true });
  const known = new Map<string, Line>();
  if (existsSync(checkpoint)) {
    for (const text of readFileSync(checkpoint, 'utf8').split('\n').filter(Boolean)) {
      const line: Line = JSON.parse(text);
      known.set(line.key, line);
    }
  }
  const analyzer = await createCpuAnalyzer({ window: 'none' });
  const limit = pLimit(4);
  let done = 0;
  const lines = await Promise.all(
    views.map((view) =>
      limit(async () => {
        let line = known.get(view.key);
        if (!line) {
          line = await measure(view);
          appendFileSync(checkpoint, `${JSON.stringify(line)}\n`);
        }
        if (++done % 1000 === 0) console.error(`measured ${done} of ${views.length} views`);
        return line;
      }),
    ),
  );
  analyzer.destroy();
  return views.map((view, i) => {
    const line = lines[i];
    if ('reason' in line) return { ...view, reason: line.reason };
    return { ...view, features: { profile: Float64Array.from(line.profile), decay: line.decay } };
  });

  async function measure(view: View): Promise<Line> {
    const { key } = view;
    const picture = await view
      .bytes()
      .then(decodePicture)
      .catch(() => null);
    if (!picture) return { key, reason: 'damaged' };
    const tiles = await cutTiles(picture);
    if (typeof tiles === 'string') return { key, reason: tiles };
    const features = featuresOf(await analyzer.analyze(tiles), 0, tiles.count);
    return features
      ? { key, profile: [...features.profile], decay: features.decay }
      : { key, reason: 'featureless' };
  }
}
