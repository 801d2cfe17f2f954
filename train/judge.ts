import { DEFAULT_FALSE_POSITIVE_RATE } from '../src/analysis.ts';
import { detect } from '../src/detector/detect.ts';
import type { Models } from '../src/detector/model-files.ts';
import { groupBy } from './group-by.ts';
import type { MeasuredView } from './measure-views.ts';
import { areaUnderRoc, type Judged, shareOf } from './metrics.ts';
import { TIERS, type Tier } from './mill.ts';

/** Every figure below is at this one threshold. */
const RATE = DEFAULT_FALSE_POSITIVE_RATE;

const DETECTORS = ['azimuthal', 'decay', 'house'] as const;
type Detector = (typeof DETECTORS)[number];

interface TierFigures {
  real: number;
  generated: number;
  refused: number;
  auc: Record<Detector, number>;
  /** Of the deciding model, at the default threshold. */
  realAccuracy: number | null;
  recall: number | null;
  balancedAccuracy: number | null;
}

export interface ValidationReport {
  falsePositiveRate: number;
  /** Pictures of sources never trained on. */
  tiers: Record<Tier, TierFigures>;
  /** The same photographs against their own up-convolved twins: what the method is made for. */
  upConvolved: Record<Tier, TierFigures>;
  /** Over all tiers; `share` is flagged: false positives for a real source, recall for a generator. */
  realSources: { name: string; count: number; share: number }[];
  generators: { name: string; count: number; share: number }[];
}

type Scored = MeasuredView & { scores: Record<Detector, number>; flagged: boolean };

/** Judges validation views by finished models. */
export function judge(models: Models, views: MeasuredView[]): ValidationReport {
  const threshold = models.house.thresholds.find(({ rate }) => rate === RATE)?.probability ?? 1;
  const scored = views.flatMap((view): Scored[] => {
    if (!view.features) return [];
    const { scores, probability } = detect(models, view.features);
    return [{ ...view, scores: { ...scores, house: probability }, flagged: probability >= threshold }];
  });
  const figures = (wanted: (view: MeasuredView) => boolean): TierFigures => {
    const some = scored.filter(wanted);
    const real = some.filter(({ generated }) => !generated);
    const generated = some.filter((view) => view.generated);
    const realAccuracy = shareOf(real, ({ flagged }) => !flagged);
    const recall = shareOf(generated, ({ flagged }) => flagged);
    const auc = (name: Detector): number =>
      areaUnderRoc(some.map(({ scores, generated }): Judged => ({ score: scores[name], generated })));
    return {
      real: real.length,
      generated: generated.length,
      refused: views.filter((view) => wanted(view) && !view.features).length,
      auc: { azimuthal: auc('azimuthal'), decay: auc('decay'), house: auc('house') },
      realAccuracy,
      recall,
      balancedAccuracy: realAccuracy === null || recall === null ? null : (realAccuracy + recall) / 2,
    };
  };
  const byTier = (wanted: (view: MeasuredView) => boolean): Record<Tier, TierFigures> => {
    const [clean, web, hard] = TIERS.map((tier) => figures((view) => view.tier === tier && wanted(view)));
    return { clean, web, hard };
  };
  const flaggedShares = (some: Scored[], nameOf: (view: Scored) => string): ValidationReport['generators'] =>
    [...groupBy(some, nameOf)]
      .map(([name, group]) => ({
        name,
        count: group.length,
        share: shareOf(group, ({ flagged }) => flagged) ?? 0,
      }))
      .sort((a, b) => b.share - a.share || a.name.localeCompare(b.name));
  return {
    falsePositiveRate: RATE,
    tiers: byTier(({ upConvolved }) => !upConvolved),
    upConvolved: byTier(({ upConvolved, generated }) => upConvolved || !generated),
    realSources: flaggedShares(
      scored.filter(({ generated }) => !generated),
      ({ picture }) => picture.source,
    ),
    generators: flaggedShares(
      scored.filter(({ generated, upConvolved }) => generated && !upConvolved),
      ({ picture }) => picture.generator || `unnamed, of ${picture.source}`,
    ),
  };
}
