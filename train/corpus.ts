import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

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
