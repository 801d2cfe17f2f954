import { DEFAULT_FALSE_POSITIVE_RATE } from '../src/analysis.ts';
import { TIERS, type Tier } from '../train/mill.ts';
import type { ByTier, Evaluation, FlaggedShare, Group, Separation, TierFigures } from './evaluation.ts';

const percent = (share: number | null): string => (share === null ? '–' : `${(100 * share).toFixed(1)} %`);
const decimal = (value: number | null | undefined): string => value?.toFixed(3) ?? '–';

function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const FIGURES = [
  'real',
  'generated',
  'abstained',
  'AUC',
  'balanced',
  'real kept',
  'recall',
  'recall at 97 % real',
  'ECE',
  'balanced, abstentions as errors',
];

const figureCells = (figures: TierFigures): (string | number)[] => [
  figures.real,
  figures.generated,
  figures.abstained,
  decimal(figures.auc),
  percent(figures.balancedAccuracy),
  percent(figures.realAccuracy),
  percent(figures.recall),
  percent(figures.recallAtReal97),
  decimal(figures.ece),
  percent(figures.abstentionsAsErrors.balancedAccuracy),
];

const tiersOf = <Value>(byTier: ByTier<Value>): [Tier, Value][] =>
  TIERS.flatMap((tier): [Tier, Value][] => {
    const value = byTier[tier];
    return value === undefined ? [] : [[tier, value]];
  });

const tierTable = (tiers: ByTier<TierFigures>): string =>
  table(
    ['tier', ...FIGURES],
    tiersOf(tiers).map(([tier, figures]) => [tier, ...figureCells(figures)]),
  );

const separationTable = (head: string, rows: Record<string, ByTier<Separation>>): string =>
  table(
    [head, ...TIERS.map((tier) => `AUC ${tier}`), ...TIERS.map((tier) => `recall at 97 % real, ${tier}`)],
    Object.entries(rows).map(([name, tiers]) => [
      name,
      ...TIERS.map((tier) => decimal(tiers[tier]?.auc)),
      ...TIERS.map((tier) => percent(tiers[tier]?.recallAtReal97 ?? null)),
    ]),
  );

function groupTable(head: string, groups: Group[]): string {
  const cell = (share: FlaggedShare | undefined): string => {
    if (!share || share.count === 0) return '–';
    const [low, high] = share.interval.map((end) => (100 * end).toFixed(1));
    return `${share.flagged} of ${share.count}: ${percent(share.share)} (${low}–${high})`;
  };
  return table(
    [head, ...TIERS],
    groups.map(({ name, tiers }) => [name.replaceAll('|', '\\|'), ...TIERS.map((tier) => cell(tiers[tier]))]),
  );
}

/** `docs/accuracy.md`: every number in it comes from one run. */
export function accuracyPage(result: Evaluation): string {
  const { split, engine, modelVersion, robustness, sizes } = result;
  const unseen = split === 'val' ? 'of sources never trained on' : 'of sources that were trained on';
  const mixed = result.mixedSources.flatMap(({ name, tiers }) =>
    tiersOf(tiers).map(([tier, figures]) => [name, tier, ...figureCells(figures)]),
  );
  const sections = [
    `# Accuracy

Written by \`npm run evaluate -- --docs\`; models \`${modelVersion}\`, engine \`${engine}\`. Don't edit it by hand.

Pictures ${unseen}: real ones of ${result.sources.length} sources, generated ones by ${result.generators.length}
generators. Both classes go through the same mill, in three tiers. *clean*: as published; *web*: longest side ≤ 768, then
JPEG or WebP at quality 60–90; *hard*: longest side ≤ 512, then JPEG at quality 40.
Every picture went the way of \`npm run scan\`. Flagged: at the default false-positive rate, ${percent(DEFAULT_FALSE_POSITIVE_RATE)}, one
threshold for all tiers. Where the engine abstained ("can't tell"), a picture is in no figure but the two that say so.`,

    `## Per tier

${tierTable(result.tiers)}

*real kept*: share of real pictures that were not flagged; *recall*: of generated ones that were; *balanced*: the mean of
both. *Recall at 97 % real*: with the best threshold for this tier that keeps 97 % of its real pictures.
*ECE*: expected calibration error of the probability, ten bins.

![ROC](accuracy-roc.svg) ![Reliability](accuracy-reliability.svg)`,

    `## Each part by itself

*azimuthal* is Durall's, *decay* is Dzanic's, *tower* the image tower's; *deciding* weighs all parts.

${separationTable('detector', result.detectors)}`,

    `## Controls that must not work

*Size only* and *container only* score a picture by how common its size, or the container in which its source published
it, is in each class among all other sources. *Shuffled labels*: the deciding scores, the labels dealt out anew.
*Content only*: the engine on pictures shrunk to 32 pixels and enlarged again. What a detector scores above these is its own.

${separationTable('control', result.controls)}`,

    `## Control that should work: up-convolved photographs

The real pictures against a quarter of themselves, passed through an up-convolution of our own.

${tierTable(result.upConvolved)}`,

    mixed.length > 0 &&
      `## Sources that hold both labels

Here content, size and container can help least.

${table(['source', 'tier', ...FIGURES], mixed)}`,

    robustness &&
      `## Robustness

Some of the pictures as published, the same ones in each row, harmed in one way each.

${table(
  ['harm', ...FIGURES],
  robustness.map(({ name, figures }) => [name, ...figureCells(figures)]),
)}`,

    sizes &&
      `## One picture in several sizes

Some of the pictures as published, and as JPEGs of quality 85 with longest sides of 256, 512 and 1024. *contradicted*: called
generated in one size, no sign found in another.

${table(
  ['label', 'pictures', 'verdict changed', 'contradicted'],
  sizes.map(({ label, pictures, changed, contradicted }) => [label, pictures, changed, contradicted]),
)}`,

    `## Per real source

Wrongly flagged, with the 95 % interval (Wilson).

${groupTable('source', result.sources)}`,

    `## Per generator

Flagged, with the 95 % interval (Wilson).

${groupTable('generator', result.generators)}`,
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}
