import { isFlagged } from '../src/analysis.ts';
import type { ScanEngine } from '../tools/scanner.ts';
import { groupBy } from '../train/group-by.ts';
import {
  areaUnderRoc,
  calibrationError,
  type Judged,
  type ReliabilityBin,
  recallAtReal,
  reliability,
  rocCurve,
  shareOf,
  wilsonInterval,
} from '../train/metrics.ts';
import { TIERS, type Tier } from '../train/mill.ts';
import { CONTROLS } from './controls.ts';
import type { JudgedView } from './judge-views.ts';
import { type SizeAgreement, sizeAgreement } from './sizes.ts';

const REAL_SHARE = 0.97;

export type ByTier<Value> = Partial<Record<Tier, Value>>;

/** How well scores tell the classes apart; null where a class is missing. */
export interface Separation {
  auc: number | null;
  /** Greatest recall that leaves 97 % of the real pictures unflagged. */
  recallAtReal97: number | null;
}

/** At the default threshold. */
export interface Accuracy {
  balancedAccuracy: number | null;
  realAccuracy: number | null;
  recall: number | null;
}

export interface TierFigures extends Separation, Accuracy {
  /** All pictures; all figures but `abstained` and `abstentionsAsErrors` are of those that were judged. */
  n: number;
  real: number;
  generated: number;
  abstained: number;
  abstentionsAsErrors: Accuracy;
  ece: number | null;
  reliability: ReliabilityBin[];
}

/** Flagged pictures of a group: false positives of a real source, recall of a generator. */
export interface FlaggedShare {
  count: number;
  flagged: number;
  share: number;
  /** Wilson's, 95 %. */
  interval: [low: number, high: number];
  /** Not in `count`. */
  abstained: number;
}

export interface Group {
  name: string;
  tiers: ByTier<FlaggedShare>;
}

export interface Evaluation {
  split: 'train' | 'val';
  engine: ScanEngine;
  modelVersion: string;
  tiers: ByTier<TierFigures>;
  /** Real pictures by source. */
  sources: Group[];
  /** Generated pictures by generator. */
  generators: Group[];
  /** `deciding`, and each part by itself. */
  detectors: Record<string, ByTier<Separation>>;
  /** What must not work. */
  controls: Record<string, ByTier<Separation>>;
  /** Sources that hold both labels: their content tells nothing. */
  mixedSources: { name: string; tiers: ByTier<TierFigures> }[];
  /** What should work: the real pictures, and a quarter of them once more, up-convolved, as the generated. */
  upConvolved: ByTier<TierFigures>;
  /** Some of the pictures, each harmed in one way; null where not asked for. */
  robustness: { name: string; figures: TierFigures }[] | null;
  /** Whether some of the pictures contradict themselves in another size; null where not asked for. */
  sizes: SizeAgreement[] | null;
}

/** Everything judged in one run. */
export interface JudgedViews {
  /** In their tiers, with up-convolved twins. */
  tiers: JudgedView[];
  /** The published ones of a tier, once more, with nothing left but what they show. */
  contentOnly: JudgedView[];
  /** By what was done to them. */
  harmed: Map<string, JudgedView[]> | null;
  /** By size, in the same order. */
  sized: JudgedView[][] | null;
}

/** All figures about the views of one run. */
export function evaluation(
  { tiers: views, contentOnly, harmed, sized }: JudgedViews,
  about: Pick<Evaluation, 'split' | 'engine'>,
): Evaluation {
  const published = views.filter(({ upConvolved }) => !upConvolved);
  const perTier = <Value>(some: JudgedView[], figure: (views: JudgedView[]) => Value): ByTier<Value> =>
    Object.fromEntries(
      TIERS.map((tier) => [tier, some.filter((view) => view.tier === tier)] as const)
        .filter(([, group]) => group.length > 0)
        .map(([tier, group]) => [tier, figure(group)]),
    );
  const groups = (some: JudgedView[], nameOf: (view: JudgedView) => string): Group[] =>
    [...groupBy(some, nameOf)]
      .map(([name, group]) => ({ name, tiers: perTier(group, flaggedShare) }))
      .sort((a, b) => a.name.localeCompare(b.name));
  const parts = new Set(published.flatMap(({ scores }) => Object.keys(scores ?? {})));
  const sources = [...groupBy(published, ({ picture }) => picture.source)];
  return {
    ...about,
    modelVersion: views.find(({ modelVersion }) => modelVersion)?.modelVersion ?? '',
    tiers: perTier(published, tierFigures),
    sources: groups(
      published.filter(({ generated }) => !generated),
      ({ picture }) => picture.source,
    ),
    generators: groups(
      published.filter(({ generated }) => generated),
      ({ picture }) => picture.generator || `unnamed, of ${picture.source}`,
    ),
    detectors: Object.fromEntries(
      [...parts].map((part) => [part, perTier(published, (some) => separation(scored(some, part)))]),
    ),
    controls: {
      ...Object.fromEntries(
        Object.entries(CONTROLS).map(([name, control]) => [
          name,
          perTier(published, (some) => separation(control(some))),
        ]),
      ),
      'content only': perTier(contentOnly, (some) => separation(scored(some, 'deciding'))),
    },
    mixedSources: sources
      .filter(([, some]) => new Set(some.map(({ generated }) => generated)).size === 2)
      .map(([name, some]) => ({ name, tiers: perTier(some, tierFigures) })),
    upConvolved: perTier(
      views.filter(({ upConvolved, generated }) => upConvolved || !generated),
      tierFigures,
    ),
    robustness: harmed && [...harmed].map(([name, some]) => ({ name, figures: tierFigures(some) })),
    sizes: sized && sizeAgreement(sized),
  };
}

/** The scores of one part, of the views that it judged. */
const scored = (views: JudgedView[], part: string): Judged[] =>
  views.flatMap(({ scores, generated }) =>
    scores && part in scores ? [{ score: scores[part], generated }] : [],
  );

function separation(judged: Judged[]): Separation {
  const classes = new Set(judged.map(({ generated }) => generated)).size;
  return classes < 2
    ? { auc: null, recallAtReal97: null }
    : { auc: areaUnderRoc(judged), recallAtReal97: recallAtReal(judged, REAL_SHARE) };
}

function tierFigures(views: JudgedView[]): TierFigures {
  const judged = views.filter(({ scores }) => scores !== null);
  const bins = reliability(scored(views, 'deciding'));
  return {
    n: views.length,
    real: views.filter(({ generated }) => !generated).length,
    generated: views.filter(({ generated }) => generated).length,
    ...separation(scored(views, 'deciding')),
    ...accuracy(judged),
    abstained: views.length - judged.length,
    abstentionsAsErrors: accuracy(views),
    ece: judged.length === 0 ? null : calibrationError(bins),
    reliability: bins,
  };
}

/** A view that was not judged is an error, whatever its label. */
function accuracy(views: JudgedView[]): Accuracy {
  const right = (view: JudgedView): boolean =>
    view.scores !== null && isFlagged(view.verdict) === view.generated;
  const realAccuracy = shareOf(
    views.filter(({ generated }) => !generated),
    right,
  );
  const recall = shareOf(
    views.filter(({ generated }) => generated),
    right,
  );
  const balancedAccuracy = realAccuracy === null || recall === null ? null : (realAccuracy + recall) / 2;
  return { balancedAccuracy, realAccuracy, recall };
}

function flaggedShare(views: JudgedView[]): FlaggedShare {
  const judged = views.filter(({ scores }) => scores !== null);
  const flagged = judged.filter(({ verdict }) => isFlagged(verdict)).length;
  return {
    count: judged.length,
    flagged,
    share: judged.length === 0 ? 0 : flagged / judged.length,
    interval: judged.length === 0 ? [0, 1] : wilsonInterval(flagged, judged.length),
    abstained: views.length - judged.length,
  };
}

/** The deciding ROC curve of each tier, for drawing. */
export function rocByTier(views: JudgedView[]): ByTier<ReturnType<typeof rocCurve>> {
  const published = views.filter(({ upConvolved }) => !upConvolved);
  return Object.fromEntries(
    TIERS.map(
      (tier) =>
        [
          tier,
          scored(
            published.filter((view) => view.tier === tier),
            'deciding',
          ),
        ] as const,
    )
      .filter(([, judged]) => new Set(judged.map(({ generated }) => generated)).size === 2)
      .map(([tier, judged]) => [tier, rocCurve(judged)]),
  );
}
