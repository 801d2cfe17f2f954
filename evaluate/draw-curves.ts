import type { ReliabilityBin, rocCurve } from '../train/metrics.ts';
import { TIERS, type Tier } from '../train/mill.ts';
import type { ByTier } from './evaluation.ts';

const SIDE = 360;
const MARGIN = 48;
const COLOURS: Record<Tier, string> = { clean: '#1a7f37', web: '#0969da', hard: '#bc4c00' };

interface Point {
  x: number;
  y: number;
}

const across = (x: number): number => Number((MARGIN + x * SIDE).toFixed(1));
const up = (y: number): number => Number((MARGIN + (1 - y) * SIDE).toFixed(1));
const path = (points: Point[]): string =>
  points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${across(x)} ${up(y)}`).join('');

/** A square plot of shares against shares, with a diagonal, axes' names and a legend. */
function plot(title: string, xName: string, yName: string, lines: { tier: Tier; drawing: string }[]): string {
  const side = SIDE + 2 * MARGIN;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<path d="${path([
      { x: share, y: 0 },
      { x: share, y: 1 },
    ])}${path([
      { x: 0, y: share },
      { x: 1, y: share },
    ])}" stroke="#d0d7de"/>`,
    `<text x="${across(share)}" y="${up(0) + 16}" text-anchor="middle">${share}</text>`,
    `<text x="${across(0) - 6}" y="${up(share) + 4}" text-anchor="end">${share}</text>`,
  ]);
  const legend = lines.map(
    ({ tier }, i) =>
      `<text x="${across(0.86)}" y="${up(0.2 - 0.06 * i)}" fill="${COLOURS[tier]}" font-weight="600">${tier}</text>`,
  );
  const diagonal = path([
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side}" height="${side}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2328">`,
    `<title>${title}</title>`,
    `<rect width="${side}" height="${side}" fill="#fff"/>`,
    ...ticks,
    `<path d="${diagonal}" stroke="#8c959f" stroke-dasharray="4 4"/>`,
    ...lines.map(({ drawing }) => drawing),
    ...legend,
    `<text x="${across(0.5)}" y="${up(0) + 36}" text-anchor="middle">${xName}</text>`,
    `<text transform="translate(14 ${up(0.5)}) rotate(-90)" text-anchor="middle">${yName}</text>`,
    `<text x="${across(0.5)}" y="28" text-anchor="middle" font-size="14" font-weight="600">${title}</text>`,
    '</svg>\n',
  ].join('\n');
}

const line = (tier: Tier, points: Point[]): string =>
  `<path d="${path(points)}" fill="none" stroke="${COLOURS[tier]}" stroke-width="2"/>`;

/** Steps smaller than this are not seen. */
const STEP = 0.005;

/** ROC curves of all tiers as an SVG file. */
export function drawRoc(curves: ByTier<ReturnType<typeof rocCurve>>): string {
  const lines = TIERS.flatMap((tier) => {
    const points = curves[tier]?.map(({ falsePositiveRate, recall }) => ({
      x: falsePositiveRate,
      y: recall,
    }));
    if (!points) return [];
    let last = points[0];
    const seen = points.filter((point, i) => {
      const keep = i === 0 || i === points.length - 1 || point.x - last.x + point.y - last.y >= STEP;
      if (keep) last = point;
      return keep;
    });
    return [{ tier, drawing: line(tier, seen) }];
  });
  return plot('ROC', 'real pictures flagged', 'generated pictures flagged', lines);
}

/** Reliability diagrams of all tiers as an SVG file: a point a bin, its area in proportion to what the bin holds. */
export function drawReliability(tiers: ByTier<{ reliability: ReliabilityBin[] }>): string {
  const lines = TIERS.flatMap((tier) => {
    const filled = tiers[tier]?.reliability.filter(({ count }) => count > 0);
    if (!filled) return [];
    const total = filled.reduce((sum, { count }) => sum + count, 0);
    const points = filled.map(({ claimed, generated }) => ({ x: claimed, y: generated }));
    const dots = filled.map(
      ({ count }, i) =>
        `<circle cx="${across(points[i].x)}" cy="${up(points[i].y)}" r="${(1.5 + 14 * Math.sqrt(count / total)).toFixed(1)}" fill="${COLOURS[tier]}" fill-opacity="0.3"/>`,
    );
    return [{ tier, drawing: [line(tier, points), ...dots].join('\n') }];
  });
  return plot('Reliability', 'probability', 'share of generated pictures', lines);
}
