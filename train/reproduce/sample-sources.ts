import { basename } from 'node:path';
import type { CorpusPicture } from '../corpus.ts';
import { groupBy } from '../group-by.ts';
import { seededRandom } from '../random.ts';

/** At most so many pictures of each source and generator, by label, always the same ones, in the order in which they came. */
export function sampleSources(
  pictures: CorpusPicture[],
  most: Record<CorpusPicture['label'], number>,
): CorpusPicture[] {
  const place = (picture: CorpusPicture): number =>
    seededRandom('sample', basename(picture.path)).between(0, 1);
  const groups = groupBy(
    pictures,
    ({ source, label, generator }) => `${source} ${label} ${generator}`,
  ).values();
  const kept = new Set(
    [...groups].flatMap((group) =>
      group.toSorted((a, b) => place(a) - place(b)).slice(0, most[group[0].label]),
    ),
  );
  return pictures.filter((picture) => kept.has(picture));
}
