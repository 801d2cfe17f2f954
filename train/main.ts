import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModels } from '../src/detector/model-files.ts';
import { readCorpus } from './corpus.ts';
import { fitAzimuthal, fitDecayNeighbours, fitHouse, modelFile, weighted } from './fit-models.ts';
import { measureViews } from './measure-views.ts';
import { modelCard } from './model-card.ts';
import { realBand } from './real-band.ts';
import { trainingViews } from './views.ts';

const USAGE =
  'usage: npm run train -- --corpus DIR\nDIR holds a manifest.tsv; DIR/whole/manifest.tsv joins it if present.';

function corpusFolder(): string {
  try {
    const { corpus } = parseArgs({ options: { corpus: { type: 'string' } } }).values;
    if (corpus && existsSync(join(corpus, 'manifest.tsv'))) return corpus;
  } catch {}
  console.error(USAGE);
  process.exit(2);
}

const corpus = corpusFolder();
const pictures = [corpus, join(corpus, 'whole')]
  .filter((folder) => existsSync(join(folder, 'manifest.tsv')))
  .flatMap(readCorpus);
const views = weighted(await measureViews(trainingViews(corpus, pictures), '.cache/features.jsonl'));

const training = pictures.filter(({ split }) => split === 'train');
const list = training.map(({ path, label }) => `${relative(corpus, path)}\t${label}`).sort();
const trainingList = createHash('sha256').update(list.join('\n')).digest('hex');

const azimuthal = modelFile('azimuthal', fitAzimuthal(views), trainingList);
const decay = modelFile('decay', fitDecayNeighbours(views), trainingList);
const parts = { azimuthal: azimuthal.version, decay: decay.version };
const house = modelFile('house', fitHouse(views, parts), trainingList);
const models = loadModels({ azimuthal, decay, house });

const of = (label: 'ai' | 'real') => training.filter((picture) => picture.label === label);
const summary = {
  trainingList,
  pictures: { real: of('real').length, generated: of('ai').length },
  sources: {
    real: new Set(of('real').map(({ source }) => source)).size,
    generated: new Set(of('ai').map(({ source }) => source)).size,
  },
  views: {
    real: views.filter(({ generated }) => !generated).length,
    generated: views.filter(({ generated, upConvolved }) => generated && !upConvolved).length,
    upConvolved: views.filter(({ upConvolved }) => upConvolved).length,
  },
};

for (const file of [azimuthal, decay, house]) {
  file.report = { training: summary };
  writeFileSync(`models/${file.name}.json`, `${JSON.stringify(file)}\n`);
}
writeFileSync('models/real-band.json', `${JSON.stringify(realBand(views))}\n`);
const card = modelCard(models, summary);
writeFileSync('models/README.md', card);
console.log(card);
