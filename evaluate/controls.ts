import { groupBy } from '../train/group-by.ts';
import type { Judged } from '../train/metrics.ts';
import { seededRandom } from '../train/random.ts';
import type { JudgedView } from './judge-views.ts';

/** What a detector would score that never looks at a pixel, or has nothing to find. */
export const CONTROLS: Record<string, (views: JudgedView[]) => Judged[]> = {
  'size only': (views) => byOtherSources(views, sizeClass),
  'container only': (views) => byOtherSources(views, ({ picture }) => picture.format.toLowerCase()),
  'shuffled labels': shuffledLabels,
};

/** Sides in quarters of an octave. */
const sizeClass = ({ width, height }: JudgedView): string =>
  [width, height].map((side) => Math.round(4 * Math.log2(Math.max(1, side)))).join();

/** Keeps a class that no other source knows undecided. */
const UNSEEN = 0.01;

/**
 * Scores each view by how common its class is among the generated, against the real, of all other sources: what can be
 * learnt from that class alone and holds for a source never seen.
 */
function byOtherSources(views: JudgedView[], classOf: (view: JudgedView) => string): Judged[] {
  const classes = groupBy(views, classOf);
  const share = (view: JudgedView, generated: boolean): number => {
    const counts = (other: JudgedView): boolean =>
      other.generated === generated && other.picture.source !== view.picture.source;
    const alike = (classes.get(classOf(view)) ?? []).filter(counts).length;
    return alike / Math.max(1, views.filter(counts).length) + UNSEEN;
  };
  return views.map((view) => {
    const [generated, real] = [share(view, true), share(view, false)];
    return { score: generated / (generated + real), generated: view.generated };
  });
}

/** The deciding scores with the labels dealt out anew: anything but 0.5 would be a fault of the measuring. */
function shuffledLabels(views: JudgedView[]): Judged[] {
  const random = seededRandom('shuffled labels');
  const labels = views.map(({ generated }) => generated);
  for (let i = labels.length - 1; i > 0; i--) {
    const j = random.integer(0, i);
    [labels[i], labels[j]] = [labels[j], labels[i]];
  }
  return views.flatMap(({ scores }, i) => (scores ? [{ score: scores.deciding, generated: labels[i] }] : []));
}
