import type { Condition, Result } from './result.ts';

/**
 * What the papers report, in their own words and precision, by paper, task and detector. Durall: CVPR 2020 and the authors'
 * tables (arXiv 1911.00686); Dzanic: NeurIPS 2020, JPEG quality 100; Frank: ICML 2020.
 */
const FIGURES: Record<Result['paper'], Record<string, Record<string, string>>> = {
  Durall: {
    'celeba-80, 2000': {
      'logistic regression': '100 %',
      'linear SVM': '100 % (“SVM”)',
      'RBF SVM': '100 % (“SVM”)',
      'k-means': '96 %',
    },
    'faceforensics-300, 1000': {
      'logistic regression': '76 %',
      'linear SVM': '82 % (“SVM”)',
      'RBF SVM': '82 % (“SVM”)',
    },
    'faceforensics-300, 200': {
      'logistic regression': '73 %',
      'linear SVM': '77 % (“SVM”)',
      'RBF SVM': '77 % (“SVM”)',
    },
    'faceforensics-300, 20': {
      'logistic regression': '76 %',
      'linear SVM': '66 % (“SVM”)',
      'RBF SVM': '66 % (“SVM”)',
    },
    'faceforensics-300, frames': {
      'logistic regression': '78 %',
      'linear SVM': '85 – 87 % (“SVM”)',
      'RBF SVM': '85 – 87 % (“SVM”)',
    },
    'faceforensics-300, vote of ten rows': {
      'logistic regression': '81 %',
      'linear SVM': '90 % (“SVM”)',
      'RBF SVM': '90 % (“SVM”)',
    },
  },
  Dzanic: Object.fromEntries(
    [
      ['1024²', '99.2 %'],
      ['768²', '98.5 %'],
      ['256²', '88.8 %'],
    ].flatMap(([resolution, figure]) =>
      ['one left out', '8 a class'].map((protocol) => [
        `${resolution}, ${protocol}`,
        { 'kNN on b1, b2': figure, 'kNN on b1, b2 and the corner': figure },
      ]),
    ),
  ),
  Frank: {
    'label, same sources': { ridge: '100 %' },
    'family, same sources': {
      'kNN-DCT': '81.6 / 71.6 %',
      'Eigenfaces-DCT': '94.3 / 88.4 %',
      'CNN-DCT': '99.64 / 99.07 %',
    },
  },
  Falloff: {},
};

export const publishedFigure = ({
  paper,
  task,
  detector,
}: Pick<Result, 'paper' | 'task' | 'detector'>): string => FIGURES[paper][task]?.[detector] ?? '–';

/** Frank 2020: accuracy of CNN-DCT, LSUN, trained and judged on pictures perturbed alike. */
export const PUBLISHED_PERTURBED: Partial<Record<Condition, string>> = {
  none: '99.64 %',
  blur: '93.6 %',
  crop: '98.8 %',
  jpeg: '94.8 %',
  noise: '89.6 %',
  combined: '92.2 %',
};
