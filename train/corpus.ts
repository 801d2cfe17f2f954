import { existsSync, readFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';

/** One labelled picture of a corpus folder's `manifest.tsv`. */
export interface CorpusPicture {
  path: string;
  label: 'ai' | 'real';
  split: 'train' | 'val';
  source: string;
  generator: string;
  /** Container as the source published it, where the manifest says so; else that of the file. */
  format: string;
}

const REQUIRED = ['file', 'label', 'split', 'source', 'generator'] as const;

/**
 * Reads a corpus folder's `manifest.tsv`. Of further columns only `source_format` is read.
 * @throws Error where a required column is missing or a row has an unknown label or split
 */
export function readCorpus(folder: string): CorpusPicture[] {
  const path = join(folder, 'manifest.tsv');
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new Error(`${path} lacks the columns ${missing.join(', ')}`);
  return rows.map((row, i) => {
    const cells = row.split('\t');
    const [file, label, split, source, generator] = REQUIRED.map((name) => cells[columns.indexOf(name)]);
    if ((label !== 'ai' && label !== 'real') || (split !== 'train' && split !== 'val')) {
      throw new Error(`${path}, line ${i + 2}: label '${label}', split '${split}'`);
    }
    const format = cells[columns.indexOf('source_format')] || extname(file).slice(1);
    return { path: join(folder, file), label, split, source, generator, format };
  });
}

/** A corpus folder, and of how many pictures of each source and label training takes at most; null: all. */
export interface Corpus {
  folder: string;
  most: number | null;
}

/**
 * Reads `DIR` and `DIR:N` as given on a command line; `DIR/whole` joins where it has a manifest of its own.
 * @throws Error where a folder has no manifest
 */
export function corporaOf(given: string[]): Corpus[] {
  const corpora = new Map<string, Corpus>();
  for (const one of given) {
    const [, path, count] = /^(.*?)(?::(\d+))?$/.exec(one) ?? ['', one];
    for (const folder of [resolve(path), resolve(path, 'whole')]) {
      if (existsSync(join(folder, 'manifest.tsv'))) {
        corpora.set(folder, { folder, most: count === undefined ? null : Number(count) });
      } else if (folder === resolve(path)) throw new Error(`no manifest.tsv in ${path}`);
    }
  }
  return [...corpora.values()];
}
