import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accuracyPage } from '../evaluate/accuracy-page.ts';
import { drawReliability, drawRoc } from '../evaluate/draw-curves.ts';
import { evaluation, rocByTier } from '../evaluate/evaluation.ts';
import { fewViews, harmedViews } from '../evaluate/harms.ts';
import { type JudgedView, judgeViews } from '../evaluate/judge-views.ts';
import { sizedViews } from '../evaluate/sizes.ts';
import { readCorpus } from '../train/corpus.ts';
import { contentOnly, TIERS, type Tier } from '../train/mill.ts';
import { type TierView, tierViews } from '../train/views.ts';
import { openScanner, SCAN_ENGINES, type ScanEngine, type Scanner } from './scanner.ts';

const SPLITS = ['val', 'train'] as const;
const DOCS = new URL('../docs/', import.meta.url);
/** Pictures of each class in the table of robustness. */
const HARMED_EACH = 20;
/** Pictures of each class in several sizes. */
const SIZED_EACH = 60;
/** Pictures of each class that nothing is left of but what they show. */
const CONTENT_ONLY_EACH = 100;

const USAGE = `usage: npm run evaluate -- --corpus DIR… [--split ${SPLITS.join('|')}] [--tier ${TIERS.join('|')}|all] [--engine ${SCAN_ENGINES.join('|')}] [--robustness] [--json FILE] [--docs]
Judges labelled pictures by the engine that ships, and prints how well it did.
  --corpus      a folder whose manifest.tsv has the columns file, label, split, source, generator; may be given again
  --split       which pictures; val by default: sources never trained on
  --tier        all by default; see docs/accuracy.md
  --engine      cpu (default); gpu: WebGPU in Node; browser: through the built extension in headless Chromium
  --robustness  also ${2 * HARMED_EACH} of the pictures, harmed in many ways, and ${2 * SIZED_EACH} in several sizes
  --json        writes all numbers to FILE, too
  --docs        writes docs/accuracy.md and its drawings anew`;

interface Arguments {
  folders: string[];
  split: (typeof SPLITS)[number];
  tiers: readonly Tier[];
  engine: ScanEngine;
  robustness: boolean;
  json: string | undefined;
  docs: boolean;
}

function readArguments(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        corpus: { type: 'string', multiple: true, default: [] },
        split: { type: 'string', default: 'val' },
        tier: { type: 'string', default: 'all' },
        engine: { type: 'string', default: 'cpu' },
        robustness: { type: 'boolean', default: false },
        json: { type: 'string' },
        docs: { type: 'boolean', default: false },
      },
    });
    const { corpus: folders, robustness, json, docs } = values;
    const split = SPLITS.find((name) => name === values.split);
    const tiers = values.tier === 'all' ? TIERS : TIERS.filter((name) => name === values.tier);
    const engine = SCAN_ENGINES.find((name) => name === values.engine);
    if (folders.length === 0) throw new Error('no corpus given');
    const missing = folders.find((folder) => !existsSync(join(folder, 'manifest.tsv')));
    if (missing !== undefined) throw new Error(`no manifest.tsv in ${missing}`);
    if (!split) throw new Error(`unknown split '${values.split}'`);
    if (tiers.length === 0) throw new Error(`unknown tier '${values.tier}'`);
    if (!engine) throw new Error(`unknown engine '${values.engine}'`);
    return { folders, split, tiers, engine, robustness, json, docs };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

async function main({ folders, split, tiers, engine, robustness, json, docs }: Arguments): Promise<void> {
  const views = folders.flatMap((folder) =>
    tierViews(
      folder,
      readCorpus(folder).filter((picture) => picture.split === split),
      tiers,
    ),
  );
  if (views.length === 0) throw new Error(`no pictures of split ${split}`);
  const ofFirstTier = views.filter(({ tier, upConvolved }) => tier === tiers[0] && !upConvolved);
  const withContentOnly = fewViews(ofFirstTier, CONTENT_ONLY_EACH).map(
    (view): TierView => ({ ...view, bytes: async () => contentOnly(await view.bytes()) }),
  );
  const scanner = await openScanner(engine);
  try {
    const judged = await judgeViews(views, scanner);
    const content = await judgeViews(withContentOnly, scanner);
    const harmed = robustness ? new Map<string, JudgedView[]>() : null;
    if (harmed) {
      for (const [name, some] of harmedViews(fewViews(ofFirstTier, HARMED_EACH))) {
        harmed.set(name, await judgeViews(some, scanner));
      }
    }
    const sized = robustness ? await judgeSizes(fewViews(ofFirstTier, SIZED_EACH), scanner) : null;
    const result = evaluation({ tiers: judged, contentOnly: content, harmed, sized }, { split, engine });
    const page = accuracyPage(result);
    if (json) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
    if (docs) {
      writeFileSync(new URL('accuracy.md', DOCS), page);
      writeFileSync(new URL('accuracy-roc.svg', DOCS), drawRoc(rocByTier(judged)));
      writeFileSync(new URL('accuracy-reliability.svg', DOCS), drawReliability(result.tiers));
    }
    console.log(page);
  } finally {
    await scanner.close();
  }
}

async function judgeSizes(views: TierView[], scanner: Scanner): Promise<JudgedView[][]> {
  const judged: JudgedView[][] = [];
  for (const some of sizedViews(views)) judged.push(await judgeViews(some, scanner));
  return judged;
}

await main(readArguments()).catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
