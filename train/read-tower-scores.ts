import { readFileSync } from 'node:fs';

/**
 * Reads the tower's logits of training views, each by a fit that has not seen the view's source.
 * @param path a table that `train/tower/fit.py` wrote
 * @returns logits by corpus folder, file and condition, joined by a blank
 */
export function readTowerScores(path: string): Map<string, number> {
  const [header, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const columns = header.split('\t');
  const [corpus, file, condition, logit] = ['corpus', 'file', 'condition', 'logit'].map((name) => {
    const at = columns.indexOf(name);
    if (at < 0) throw new Error(`${path} lacks the column ${name}`);
    return at;
  });
  return new Map(
    rows.map((row) => {
      const cells = row.split('\t');
      return [[cells[corpus], cells[file], cells[condition]].join(' '), Number(cells[logit])];
    }),
  );
}
