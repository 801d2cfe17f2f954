import type { Measurement } from '../analysis.ts';
import { element, svgElement } from '../element.ts';
import { formatDecibels, formatFrequency, formatNumber } from './format.ts';
import {
  bandPath,
  curveOf,
  cyclesPerPixel,
  decayCurve,
  linePath,
  NYQUIST,
  nearestIndex,
  type PlotBox,
  type PlotScales,
  plotScales,
  profileFrequencies,
} from './plot-geometry.ts';
import type { RealBand } from './real-band.ts';

const INSET: PlotBox['inset'] = { top: 18, right: 10, bottom: 34, left: 44 };
const FREQUENCY_TICKS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
const HINT = 'Point at the plot, or use the arrow keys, to read it.';

/**
 * The picture's azimuthal average over the band of real photographs, with its decay fit and a read-out.
 * @param summary the plot in a sentence, for readers who don't see it.
 */
export function spectrumPlot(
  measurement: Measurement,
  band: RealBand,
  summary: string,
  signal: AbortSignal,
): HTMLElement {
  const frequencies = profileFrequencies(measurement.side);
  const decay = decayCurve(measurement, frequencies);
  const drawing = svgElement('svg', {
    class: 'drawing',
    role: 'img',
    'aria-labelledby': 'plot-title',
    'aria-describedby': 'plot-description',
  });
  // A range input brings keyboard, touch and assistive technology along; the drawing under it shows its state.
  const probe = element('input', {
    type: 'range',
    class: 'probe',
    min: '0',
    max: String(frequencies.length - 1),
    value: '0',
    'aria-label': 'Read the spectrum at a frequency',
  });
  const readOut = element('p', { class: 'read-out muted' }, HINT);
  const stage = element('div', { class: 'stage' }, drawing, probe);
  let scales: PlotScales | null = null;

  const draw = (): void => {
    const box: PlotBox = { width: stage.clientWidth, height: stage.clientHeight, inset: INSET };
    if (box.width === 0) return;
    scales = plotScales([...measurement.profile, ...band.percentile5, ...band.percentile95], box);
    const [highest, lowest] = [scales.levels[0], scales.levels.at(-1) ?? 0];
    // A steep fit would stretch the plot for a line that nobody compares there.
    const fitted = decay.filter(({ level }) => level >= lowest && level <= highest);
    drawing.setAttribute('viewBox', `0 0 ${box.width} ${box.height}`);
    drawing.replaceChildren(
      svgElement('title', { id: 'plot-title' }, 'Radial spectrum of the picture'),
      svgElement('desc', { id: 'plot-description' }, summary),
      svgElement('path', { class: 'band', d: bandPath(band, frequencies, scales) }),
      ...axes(scales, box),
      svgElement('path', { class: 'median', d: linePath(curveOf(band.median, frequencies), scales) }),
      svgElement('path', {
        class: 'profile',
        d: linePath(curveOf(measurement.profile, frequencies), scales),
      }),
      svgElement('path', { class: 'decay', d: linePath(fitted, scales) }),
    );
  };

  const readAt = (index: number): void => {
    if (!scales) return;
    const words =
      `${formatFrequency(cyclesPerPixel(frequencies[index]))} cycles/pixel: ` +
      `${formatDecibels(measurement.profile[index])}; photographs ` +
      `${formatDecibels(band.percentile5[index])} to ${formatDecibels(band.percentile95[index])}`;
    probe.value = String(index);
    probe.setAttribute('aria-valuetext', words);
    readOut.textContent = words;
    const x = scales.x(frequencies[index]);
    drawing.querySelector('.marker')?.remove();
    drawing.append(
      svgElement(
        'g',
        { class: 'marker' },
        svgElement('path', { d: `M${x} ${INSET.top}V${stage.clientHeight - INSET.bottom}` }),
        svgElement('circle', { cx: String(x), cy: String(scales.y(measurement.profile[index])), r: '4' }),
      ),
    );
  };
  const stopReading = (): void => {
    drawing.querySelector('.marker')?.remove();
    readOut.textContent = HINT;
  };
  const readUnderPointer = ({ clientX }: PointerEvent): void => {
    if (!scales) return;
    const { left } = stage.getBoundingClientRect();
    const origin = scales.x(0);
    readAt(nearestIndex(frequencies, (clientX - left - origin) / (scales.x(1) - origin)));
  };

  probe.addEventListener('pointermove', readUnderPointer, { signal });
  // The input would set a value of its own, by the position of its thumb.
  probe.addEventListener(
    'pointerdown',
    (event) => {
      event.preventDefault();
      probe.focus();
      readUnderPointer(event);
    },
    { signal },
  );
  probe.addEventListener('pointerleave', stopReading, { signal });
  probe.addEventListener('blur', stopReading, { signal });
  probe.addEventListener('input', () => readAt(probe.valueAsNumber), { signal });
  probe.addEventListener('focus', () => readAt(probe.valueAsNumber), { signal });

  const resized = new ResizeObserver(draw);
  resized.observe(stage);
  signal.addEventListener('abort', () => resized.disconnect());

  // Frequency grows to the right in every script.
  return element(
    'figure',
    { class: 'plot' },
    element('div', { dir: 'ltr' }, stage),
    readOut,
    legend(measurement),
    element('figcaption', {}, summary),
  );
}

function axes({ x, y, levels }: PlotScales, { width, height, inset }: PlotBox): SVGElement[] {
  const bottom = height - inset.bottom;
  const right = width - inset.right;
  const nyquist = x(NYQUIST);
  return [
    ...levels.flatMap((level) => [
      svgElement('path', { class: 'grid', d: `M${inset.left} ${y(level)}H${right}` }),
      svgElement(
        'text',
        { class: 'tick', x: String(inset.left - 6), y: String(y(level) + 3.5), 'text-anchor': 'end' },
        formatNumber(level),
      ),
    ]),
    svgElement('text', { class: 'tick', x: String(inset.left - 6), y: '10', 'text-anchor': 'end' }, 'dB'),
    svgElement('path', { class: 'nyquist', d: `M${nyquist} ${inset.top}V${bottom}` }),
    svgElement('text', { class: 'tick', x: String(nyquist), y: '10', 'text-anchor': 'middle' }, 'Nyquist'),
    ...FREQUENCY_TICKS.map((tick) =>
      svgElement(
        'text',
        { class: 'tick', x: String(x(tick * Math.SQRT2)), y: String(bottom + 14), 'text-anchor': 'middle' },
        String(tick),
      ),
    ),
    svgElement(
      'text',
      { class: 'tick', x: String((inset.left + right) / 2), y: String(height - 5), 'text-anchor': 'middle' },
      'radial frequency in cycles/pixel',
    ),
  ];
}

function legend({ decay }: Measurement): HTMLElement {
  const entry = (curve: string, ...words: (Node | string)[]): HTMLElement =>
    element(
      'li',
      {},
      svgElement(
        'svg',
        { class: 'swatch', viewBox: '0 0 20 10', 'aria-hidden': 'true' },
        svgElement('path', { class: curve, d: curve === 'band' ? 'M0 0H20V10H0Z' : 'M0 5H20' }),
      ),
      element('span', {}, ...words),
    );
  return element(
    'ul',
    { class: 'legend' },
    entry('profile', 'this picture'),
    entry('band', 'real photographs, 5 to 95 %'),
    entry('median', 'their median'),
    entry(
      'decay',
      'decay fit ',
      element('var', {}, 'b'),
      element('sub', {}, '1'),
      `\u202f=\u202f${formatNumber(decay.b1)}, `,
      element('var', {}, 'b'),
      element('sub', {}, '2'),
      `\u202f=\u202f${formatNumber(decay.b2)}`,
    ),
  );
}
