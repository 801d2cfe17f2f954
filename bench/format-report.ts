import { TOLERATED } from './regressions.ts';
import type { Report } from './report.ts';

const HEAD = ['', 'median', 'least', 'error', ''];

/** The report as a table: durations, then ratios beside their baseline, then what is missing. */
export function formatReport(report: Report, baseline: Readonly<Record<string, number>>): string {
  const durations = Object.entries(report.milliseconds).map(([name, milliseconds]) => [
    name,
    `${milliseconds.toFixed(2)} ms`,
    `${report.least[name].toFixed(2)} ms`,
    report.errors[name]?.toExponential(1) ?? '',
    '',
  ]);
  const ratios = Object.entries(report.ratios).map(([name, ratio]) => [
    name,
    `${ratio.toPrecision(3)} ×`,
    '',
    '',
    name in baseline ? `tolerated: ${(baseline[name] * TOLERATED).toPrecision(3)} ×` : '',
  ]);
  const missing = Object.entries(report.missing).map(([name, reason]) => [name, '', '', '', reason]);
  const rows = [HEAD, ...durations, ...ratios, ...missing];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column === 4 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
