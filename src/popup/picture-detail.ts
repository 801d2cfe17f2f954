import browser from 'webextension-polyfill';
import {
  type Analysis,
  claimWords,
  FALSE_POSITIVE_RATES,
  type FalsePositiveRate,
  headlineOf,
  isDeclared,
  type Measurement,
  NEIGHBOURS,
  refusedUnseen,
} from '../analysis.ts';
import { element } from '../element.ts';
import { formatProbability, formatRate, generatedNeighbours } from '../format-share.ts';
import type { PictureReport } from '../messages.ts';
import { bandDepartures, describeDepartures } from './band-departures.ts';
import { contributionBars } from './contribution-bars.ts';
import { formatCount, formatMilliseconds } from './format.ts';
import { patchMap } from './patch-map.ts';
import { measurementOf, STATUS_WORDS, statusOf } from './picture-status.ts';
import { cyclesPerPixel, profileFrequencies } from './plot-geometry.ts';
import type { RealBand } from './real-band.ts';
import { reportForm } from './report-form.ts';
import { reportText } from './report-text.ts';
import { spectrumPlot } from './spectrum-plot.ts';
import { thumbnailFrame } from './thumbnail-frame.ts';

const LAXEST_RATE = Math.max(...FALSE_POSITIVE_RATES);

interface DetailOptions {
  thumbnail: string | null;
  rate: FalsePositiveRate;
  band: RealBand;
  /** Whether the reader came to report the verdict. */
  isReport: boolean;
}

/** Everything there is to say about one picture. */
export function pictureDetail(
  picture: PictureReport,
  { thumbnail, rate, band, isReport }: DetailOptions,
  signal: AbortSignal,
): HTMLElement {
  const measurement = measurementOf(picture);
  const analysis = picture.reply?.analysis;
  const status = statusOf(picture, rate);
  const detail = element(
    'article',
    { class: 'detail' },
    element(
      'div',
      { class: 'summary' },
      thumbnailFrame(thumbnail),
      element(
        'div',
        { class: 'summary-text' },
        element('h2', { class: 'status', 'data-status': status }, headline(picture, rate)),
        element('p', { class: 'muted label' }, element('bdi', {}, picture.label)),
        ...(measurement ? [probabilityMeter(measurement)] : []),
      ),
    ),
    element('p', { class: 'explanation' }, explanation(picture, rate)),
  );
  if (measurement && analysis) {
    detail.append(
      element('h3', {}, 'Spectrum'),
      spectrumPlot(measurement, band, summaryOf(measurement, band), signal),
      element('h3', {}, 'What each part says'),
      ...scores(measurement, picture.reply?.ticket != null, thumbnail),
      element('h3', {}, 'How it adds up'),
      contributionBars(measurement),
      element('h3', {}, 'What this rests on'),
      basis(measurement, analysis),
    );
  }
  if (analysis) {
    const { version } = browser.runtime.getManifest();
    detail.append(reportForm(reportText(analysis, rate, version), isReport, signal));
  }
  return detail;
}

function probabilityMeter({ probability }: Measurement): HTMLElement {
  const words = formatProbability(probability);
  const meter = element('div', {
    class: 'meter',
    role: 'meter',
    'aria-label': 'Probability that a machine made it',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    'aria-valuenow': String(Math.round(probability * 100)),
    'aria-valuetext': words,
  });
  meter.style.setProperty('--share', String(probability));
  return element(
    'div',
    { class: 'probability' },
    element('p', {}, element('strong', {}, words), ' likely machine-made'),
    meter,
  );
}

function headline(picture: PictureReport, rate: FalsePositiveRate): string {
  if (picture.state !== 'done') return STATUS_WORDS[picture.state];
  return headlineOf(picture.reply?.analysis ?? refusedUnseen('engine-failed'), rate);
}

function explanation(picture: PictureReport, rate: FalsePositiveRate): string {
  if (picture.state === 'waiting') return 'Its turn has not come yet. Pictures in view are checked first.';
  if (picture.state === 'analysing') return 'It is being looked at.';
  const analysis = picture.reply?.analysis;
  if (analysis && isDeclared(analysis)) {
    return `The file says: ${claimWords(analysis)}. Nothing vouches for that, and nothing speaks against it.`;
  }
  const measurement = measurementOf(picture);
  if (!measurement) return 'This says nothing about how the picture was made.';
  const limit = `Your limit is ${formatRate(rate)}`;
  const reached = measurement.falsePositiveRate;
  if (reached !== null && reached <= rate) {
    return `At most ${formatRate(reached)} of real photographs score this high. ${limit}, so the picture is flagged.`;
  }
  const share = reached === null ? `More than ${formatRate(LAXEST_RATE)}` : `Up to ${formatRate(reached)}`;
  return `${share} of real photographs score this high. ${limit}, so the picture is not flagged; that does not make it authentic.`;
}

function summaryOf({ profile, side }: Measurement, band: RealBand): string {
  return describeDepartures(bandDepartures(profile, band, profileFrequencies(side).map(cyclesPerPixel)));
}

function scores(measurement: Measurement, isTowerAwaited: boolean, thumbnail: string | null): HTMLElement[] {
  const { azimuthal, decay } = measurement.scores;
  const generated = generatedNeighbours(decay);
  return [
    towerScore(measurement, isTowerAwaited, thumbnail),
    score(
      'Shape of the whole line',
      formatProbability(azimuthal),
      azimuthal >= 0.5
        ? 'From the lowest to the highest frequency, the line resembles those of generated pictures more than those of photographs.'
        : 'From the lowest to the highest frequency, the line resembles those of photographs more than those of generated pictures.',
      'Logistic regression on the azimuthal average, after Durall et al. 2020',
    ),
    score(
      'Fall-off at high frequencies',
      `${generated} of ${NEIGHBOURS}`,
      `Of the ${NEIGHBOURS} training pictures whose spectra fall off most alike, ${countOf(generated)} generated.`,
      `k\u202f=\u202f${NEIGHBOURS} nearest neighbours on the decay parameters, after Dzanic et al. 2020`,
    ),
  ];
}

function towerScore(
  { scores, tower }: Measurement,
  isAwaited: boolean,
  thumbnail: string | null,
): HTMLElement {
  const name = 'The picture as a whole';
  const method =
    'Logistic regression and small networks on what CLIP ViT-B/16 (Radford et al. 2021) carries from block to block';
  if (scores.tower === undefined || !tower) {
    return isAwaited
      ? score(name, '…', 'Still being looked at.', method)
      : score(name, '–', 'It could not be looked at: the verdict rests on the spectrum alone.', method);
  }
  const words =
    scores.tower >= 0.5
      ? 'Seen by an image tower, it resembles generated pictures more than photographs.'
      : 'Seen by an image tower, it resembles photographs more than generated pictures.';
  const said = score(name, formatProbability(scores.tower), words, method);
  if (tower.patches && thumbnail) said.append(patchMap(tower.patches, thumbnail));
  return said;
}

function countOf(generated: number): string {
  if (generated === NEIGHBOURS) return 'all were';
  if (generated === 1) return 'one was';
  return generated === 0 ? 'none was' : `${generated} were`;
}

function score(name: string, value: string, words: string, method: string): HTMLElement {
  return element(
    'section',
    { class: 'score' },
    element('h4', {}, name),
    element('p', { class: 'score-value' }, value),
    element('p', {}, words),
    element('p', { class: 'muted method' }, method),
  );
}

function basis({ tiles, side, engine, tower }: Measurement, analysis: Analysis): HTMLElement {
  const { width, height, milliseconds, modelVersion } = analysis;
  const rows = {
    Picture: `${formatCount(width)} × ${formatCount(height)} pixels`,
    'The file says': claimWords(analysis),
    Measured: `${formatCount(tiles)} ${tiles === 1 ? 'tile' : 'tiles'} of ${side} × ${side} pixels`,
    'Computed by': engine === 'gpu' ? 'graphics processor (GPU)' : 'main processor (CPU)',
    ...(tower && {
      Seen: `the middle square at 224 × 224 pixels, in ${formatMilliseconds(tower.milliseconds)}`,
    }),
    Time:
      `${formatMilliseconds(milliseconds.total)} (decoding ${formatMilliseconds(milliseconds.decode)}, ` +
      `spectra ${formatMilliseconds(milliseconds.spectra)})`,
    Model: modelVersion,
  };
  return element(
    'dl',
    { class: 'basis' },
    ...Object.entries(rows).map(([term, words]) =>
      element('div', {}, element('dt', {}, term), element('dd', {}, words)),
    ),
  );
}
