import { publishedFigure } from './published-figures.ts';
import type { Result } from './result.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `mean ± standard deviation` in per cent; the mean alone of a single run. */
export function meanAndDeviation(accuracies: number[]): string {
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length;
  if (accuracies.length === 1) return percent(mean);
  const squares = accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${(100 * mean).toFixed(1)} ± ${(100 * Math.sqrt(squares / (accuracies.length - 1))).toFixed(1)} %`;
}

const table = (head: string[], rows: (string | number)[][]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What tasks of `fit.py` are called on the page. */
const TITLES: Record<string, string> = {
  'label, same sources': 'real or generated, sources of the training pictures',
  'label, unseen sources': 'real or generated, **unseen sources**',
  'family, same sources': 'source identification, sources of the training pictures',
  'family, unseen sources': 'source identification, **unseen sources**',
};

/** `docs/reproduction.md`, from all that `fit.py` says. */
export function reproductionPage(results: Result[]): string {
  const of = (paper: Result['paper']): Result[] => results.filter((result) => result.paper === paper);
  const plain = of('Frank').filter(({ task }) => task in TITLES);
  const perturbed = of('Frank').filter(({ task }) => !(task in TITLES));

  return `# The papers, reproduced

Written by \`npm run reproduce -- --corpus DIR\`. Don't edit it by hand. References and definitions: [spectra.md](spectra.md).
Published figures are the papers' own, on their own data; each is beside the nearest thing that can be measured here.
Seeds are fixed. \`train/reproduce/\` has the code: features by this repository, fits by scikit-learn and PyTorch.

## Durall, Keuper & Keuper 2020

On the authors' own tables of azimuthal features, nothing scaled; mean ± standard deviation of ten random draws and 80/20
splits. Logistic regression: L2, C = 1; linear SVM: C = 1; RBF SVM: C = 6.37, γ = 0.86; k-means: two clusters found without
labels, named in the better of the two ways. The papers write “SVM” for either kernel; the published code has RBF for
FaceForensics.

${table(
  ['table, samples', 'detector', 'published', 'here', 'training rows', 'test rows'],
  of('Durall').map((result) => [
    result.task,
    result.detector,
    publishedFigure(result),
    meanAndDeviation(result.accuracies),
    result.train || '–',
    result.test,
  ]),
)}

- The CelebA table ends at 2000 rows, FaceForensics' at 1000. For Faces-HQ (4000 … 20 samples: 100 %, k-means 82 … 75 %) and
  for FaceForensics' 2000 samples (SVM 85 %, logistic regression 78 %) there is none.
- FaceForensics' table is what the authors *tested* on, after training on 3200 other rows (SVM 86.1 %, logistic regression
  78.7 % in their notebook). Split at random, frames of one video lie on both sides, which flatters.
- **Majority vote over the frames of a video** (published: SVM 90 %, logistic regression 81 %): can't be repeated. The table does
  not say which rows belong to which video.

## Dzanic, Shah & Witherden 2020

k = 5, standardised, on the authors' own fits at JPEG quality 100: ten real pictures against ten of one generator, in turn for
each; mean ± standard deviation over the generators. *One left out*: trained on all the others. *8 a class*, the fewest of the
paper: mean of 100 random splits.

${table(
  ['pictures', 'detector', 'published', 'here', 'training', 'test', 'each generator'],
  of('Dzanic').map((result) => [
    result.task,
    result.detector,
    publishedFigure(result),
    meanAndDeviation(result.accuracies),
    result.train,
    result.test,
    Object.entries(result.groups ?? {})
      .map(([name, accuracy]) => `${name} ${percent(accuracy)}`)
      .join(', '),
  ]),
)}

- The paper has up to a hundred training pictures a class and a thousand for the test; of its fits, ten a class are published. One
  picture in twenty is 5 points here.
- \`b1\` and the corner (the last bin) are absolute in these fits; the paper divides by the DC gain.
- JPEG quality 95 and 85 (published: 94.4 and 83.9 % at 1024²): no fits are published.

## Frank et al. 2020

On the middle 128² of every corpus picture, \`logDct\`, standardised over the training pictures. Ridge: logistic
regression with L2 0.01; LASSO: L1 0.01; k, the number of components and the SVM's C are chosen on a fifth of
the training pictures, which also says when the CNN stops. *Balanced* is the mean of the classes' recalls and what compares
with the published accuracy, for the paper's classes are equally large. *Chance* is one by the number of classes.

The paper's training and test pictures come from the same few data sets. *Sources of the training pictures* does the same: a
random fifth of the corpus's training split is the test. *Unseen sources* is the corpus's validation split, of sources never
trained on, and pictures are held out for choices by source as well.
Published: real or generated on FFHQ and StyleGAN; source identification (real and four GANs) on LSUN / CelebA.

${table(
  ['task', 'detector', 'published', 'here, balanced', 'accuracy', 'chance', 'training', 'test', 'chosen'],
  plain.map((result) => [
    TITLES[result.task],
    result.detector,
    publishedFigure(result),
    percent(result.balanced ?? 0),
    meanAndDeviation(result.accuracies),
    percent(1 / (result.classes?.length ?? 1)),
    result.train,
    result.test,
    result.note ?? '',
  ]),
)}

### Recall of each class

${plain
  .map(({ task }) => task)
  .filter((task, i, all) => all.indexOf(task) === i)
  .map((task) => {
    const rows = plain.filter((result) => result.task === task);
    const classes = rows[0].classes ?? [];
    return `${TITLES[task]}:\n\n${table(
      ['class', 'training', 'test', ...rows.map(({ detector }) => detector)],
      classes.map(({ name, train, test }, i) => [
        name === 'ai' ? 'generated' : name,
        train,
        test,
        ...rows.map((row) => percent(row.classes?.[i].recall ?? 0)),
      ]),
    )}`;
  })
  .join('\n\n')}

Midjourney and GPT-image have no validation sources and are left out where sources are unseen. Generators that belong to no family for
sure are left out of source identification (\`train/reproduce/generator-family.ts\`).

### Perturbed pictures

Source identification among sources of the training pictures. Each perturbation is done with probability ½: Gaussian blur with a kernel
of 3–9, a crop by 5–20 % enlarged again, JPEG at quality 10–75, noise of variance 5–20, and all four one after the other.
Published: CNN-DCT trained on perturbed pictures, LSUN.

${table(
  ['perturbation', 'training pictures', 'detector', 'published', 'here, balanced', 'accuracy', 'training', 'test'],
  perturbed.map((result) => {
    const [name, condition] = result.task.split(', ').slice(2);
    return [
      name,
      condition.replace('trained on ', ''),
      result.detector,
      publishedFigure(result),
      percent(result.balanced ?? 0),
      meanAndDeviation(result.accuracies),
      result.train,
      result.test,
    ];
  }),
)}
`;
}
