import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModels } from '../src/detector/model-files.ts';
import { corporaOf } from './corpus.ts';
import { fitAzimuthal, fitDecayNeighbours, fitHouse, modelFile, weighted } from './fit-models.ts';
import { measureViews } from './measure-views.ts';
import { modelCard } from './model-card.ts';
import { readTowerScores } from './read-tower-scores.ts';
import { realBand } from './real-band.ts';
import { trainingViews } from './views.ts';

const USAGE = `usage: npm run train -- --corpus DIR[:N] [--corpus DIR[:N] …] [--tower-scores FILE]
  --corpus        a folder with a manifest.tsv, of which at most N pictures of each source and label are taken; DIR/whole
                  joins if it has a manifest, too
  --tower-scores  what train/tower/fit.py wrote of the same views; without it, the deciding model knows no tower`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        corpus: { type: 'string', multiple: true, default: [] },
        'tower-scores': { type: 'string' },
      },
    });
    const corpora = corporaOf(values.corpus);
    if (corpora.length === 0) throw new Error('no corpus given');
    return { corpora, towerScores: values['tower-scores'] };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

const { corpora, towerScores } = readArguments();
const measured = await measureViews(corpora.flatMap(trainingViews), '.cache/features.jsonl');
const tower = towerScores === undefined ? null : readTowerScores(towerScores);
const views = weighted(measured, tower);

const pictures = [...new Map(views.map(({ picture }) => [picture.path, picture])).values()];
const list = views
  .map(({ corpus, file, condition }) => [basename(corpus), file, condition].join('\t'))
  .sort();
const trainingList = createHash('sha256').update(list.join('\n')).digest('hex');

const azimuthal = modelFile('azimuthal', fitAzimuthal(views), trainingList);
const decay = modelFile('decay', fitDecayNeighbours(views), trainingList);
const parts = {
  azimuthal: azimuthal.version,
  decay: decay.version,
  ...(tower && { tower: JSON.parse(readFileSync('models/tower.json', 'utf8')).version }),
};
const house = modelFile('house', fitHouse(views, parts), trainingList);
const models = loadModels({ azimuthal, decay, house });

const of = (label: 'ai' | 'real') => pictures.filter((picture) => picture.label === label);
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
