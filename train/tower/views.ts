import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { corporaOf } from '../corpus.ts';
import { trainingViews } from '../views.ts';

const USAGE = `usage: vite-node train/tower/views.ts -- --corpus DIR[:N] [--corpus DIR[:N] …] --out DIR

Writes the training views to files for the tower to see. OUT/views.tsv lists them; what is there already is kept.`;

const COLUMNS = ['corpus', 'file', 'condition', 'label', 'source', 'path'] as const;

const { values } = parseArgs({
  options: { corpus: { type: 'string', multiple: true }, out: { type: 'string' } },
});
if (!values.corpus || !values.out) throw new Error(USAGE);
const out = resolve(values.out);
mkdirSync(out, { recursive: true });

const limit = pLimit(2);
const rows = await Promise.all(
  corporaOf(values.corpus)
    .flatMap(trainingViews)
    .map(({ corpus, file, condition, generated, picture, bytes }) =>
      limit(async () => {
        const name = createHash('sha256').update(`${corpus} ${file} ${condition}`).digest('hex').slice(0, 24);
        const path = condition === 'published' ? picture.path : join(out, name);
        try {
          if (!existsSync(path)) writeFileSync(path, await bytes());
          return [corpus, file, condition, generated ? 'ai' : 'real', picture.source, path].join('\t');
        } catch (error) {
          console.warn(`${file} ${condition}: ${String(error)}`);
          return null;
        }
      }),
    ),
);
writeFileSync(join(out, 'views.tsv'), `${[COLUMNS.join('\t'), ...rows.filter(Boolean)].join('\n')}\n`);
