import { groupBy } from '../group-by.ts';
import { PUBLISHED_PERTURBED, publishedFigure } from './published-figures.ts';
import { CONDITIONS, type Result } from './result.ts';
import type { MeasuredCorpus } from './write-features.ts';

const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;

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
  'label, same sources': 'corpus: real or generated, same sources',
  'label, unseen sources': 'corpus: real or generated, **unseen sources**',
  'family, same sources': 'corpus: source identification, same sources',
  'family, unseen sources': 'corpus: source identification, **unseen sources**',
};
const titleOf = ({ task }: Result): string => TITLES[task] ?? task;

const isPlain = ({ trainedOn = 'none', condition = 'none' }: Result): boolean =>
  trainedOn === 'none' && condition === 'none';

const recallOf = (result: Result | undefined, name: string): number | undefined =>
  result?.classes?.find((one) => one.name === name)?.recall;

/** All figures beside the papers', then all detectors on perturbed and spoofed pictures: two tables. */
export function resultTables(results: Result[]): string {
  const counted = (pictures: number, sources: number | undefined): string =>
    sources ? `${pictures} of ${sources} sources` : pictures ? `${pictures}` : '–';
  const figures = table(
    ['paper', 'data', 'detector', 'published', 'here', 'balanced', 'chance', 'training', 'test', 'chosen'],
    results
      .filter(isPlain)
      .map((result) => [
        result.paper,
        titleOf(result),
        result.detector,
        publishedFigure(result),
        meanAndDeviation(result.accuracies),
        percent(result.balanced),
        percent(1 / (result.classes?.length ?? 2)),
        counted(result.train, result.trainSources),
        counted(result.test, result.testSources),
        result.note || '–',
      ]),
  );

  const rows = groupBy(
    results.filter(({ condition }) => condition),
    (result) =>
      [
        titleOf(result),
        result.trainedOn === 'none' ? 'as is' : 'perturbed alike',
        result.paper,
        result.detector,
      ].join(' | '),
  );
  const perturbations = CONDITIONS.filter((condition) => condition !== 'spoofed');
  const perturbed = table(
    ['data', 'trained on', 'paper', 'detector', 'test', ...perturbations, 'generated found', 'when spoofed'],
    [
      [
        'LSUN, four GANs (published)',
        'perturbed alike',
        'Frank',
        'CNN-DCT',
        '–',
        ...perturbations.map((condition) => PUBLISHED_PERTURBED[condition] ?? '–'),
        '–',
        '–',
      ],
      ...[...rows]
        .filter(([, group]) => group.some((result) => !isPlain(result)))
        .map(([name, group]) => {
          const judgedIn = (wanted: (typeof CONDITIONS)[number]): Result | undefined =>
            group.find(({ condition }) => condition === wanted);
          const spoofed = judgedIn('spoofed');
          return [
            name,
            group[0].test,
            ...perturbations.map((condition) => percent(judgedIn(condition)?.balanced)),
            spoofed ? percent(recallOf(judgedIn('none'), 'ai')) : '–',
            percent(recallOf(spoofed, 'ai')),
          ];
        }),
    ],
  );
  return `${figures}\n\n${perturbed}`;
}

function recallTable(results: Result[]): string {
  const classes = results[0].classes ?? [];
  return table(
    ['class', 'training', 'test', ...results.map(({ detector, paper }) => `${paper}: ${detector}`)],
    classes.map(({ name, train, test }) => [
      name === 'ai' ? 'generated' : name,
      train,
      test,
      ...results.map((result) => (test ? percent(recallOf(result, name)) : '–')),
    ]),
  );
}

/** `docs/reproduction.md`, from all that `fit.py` says. */
export function reproductionPage(
  results: Result[],
  corpus: MeasuredCorpus & { most: Record<'ai' | 'real', number> },
): string {
  const [figures, perturbed] = resultTables(results).split('\n\n');
  const onCorpus = results.filter(
    (result) => result.task in TITLES && isPlain(result) && result.trainSources,
  );
  const generators = results.filter(({ groups }) => groups);
  const neighbours = results.find(({ task }) => task.includes('vote'))?.note;

  return `# The papers, reproduced

Written by \`npm run reproduce -- --corpus DIR\`. Don't edit it by hand. References and definitions: [spectra.md](spectra.md).
Published figures are the papers' own, on their own data; each stands beside the nearest thing that can be measured here.
Seeds are fixed. Features are this repository's, fits scikit-learn's and PyTorch's (\`train/reproduce/\`).

- *here*: accuracy; with ±, the mean and standard deviation of several runs. *Balanced*: mean of the classes' recalls, to be
  compared with a published accuracy where classes here are of different size, for the papers' are of one.
- *Same sources*: a random fifth of the training sources' pictures is the test, as in the papers. *Unseen sources*: the test
  pictures' sources were never trained on, nor those that k, C, components and epochs were chosen by.

## All figures

${figures}

## Perturbed and spoofed pictures

Balanced accuracy. Each of Frank's perturbations is done with probability ½: Gaussian blur with a kernel of 3–9, a crop by
5–20 % enlarged again, JPEG at quality 10–75, noise of variance 5–20; *combined*: one after the other, each with probability ½.
*Spoofed*: Dzanic's attack, each generated picture with the decay of a real training picture drawn at random; *generated found*
is the recall before it, *when spoofed* after it.

${perturbed}

## How the data differ

### Durall, Keuper & Keuper 2020

\`celeba-80\` and \`faceforensics-300\` are the authors' own tables of azimuthal features, nothing scaled; mean ± standard
deviation of ten random draws and 80/20 splits. Logistic regression: L2, C = 1; linear SVM: C = 1; RBF SVM: C = 6.37, γ = 0.86;
k-means: two clusters found without labels, named in the better of the two ways. The paper writes “SVM” for either kernel;
the published code has RBF for FaceForensics++.

- The CelebA table ends at 2000 rows, FaceForensics++'s at 1000. **Missing**: Faces-HQ (4000 … 20 samples: 100 %, k-means
  82 … 75 %) and FaceForensics++ with 2000 samples (SVM 85 %, logistic regression 78 %), for which there is no table.
- FaceForensics++'s table is what the authors *tested* on, after training on 3200 other rows. In random splits, frames of one
  video lie on both sides, which flatters.
- **Frame vote.** The table doesn't say whose frame a row is; but rows that follow each other are alike
  (${neighbours}, features standardised), as frames of one video are. *Frames* and *vote of ten rows* take ten
  rows in a row for a video, train on four fifths of either label's rows and judge the fifth, which lies together, in turn for each;
  ± over the five. An even vote counts half. Published beside *frames*: single frames with 2000 samples, and the text's 87 %.

### Dzanic, Shah & Witherden 2020

\`1024²\`, \`768²\`, \`256²\`: k = 5, standardised, on the authors' own fits at JPEG quality 100: ten real pictures against
ten of one generator, in turn for each; ± over the generators. *One left out*: trained on all the others. *8 a class*, the
fewest of the paper: mean of 100 random splits.

${table(
  ['pictures', 'detector', ...Object.keys(generators[0]?.groups ?? {})],
  generators.map(({ task, detector, groups = {} }) => [
    task,
    detector,
    ...Object.values(groups).map(percent),
  ]),
)}

- The paper has up to a hundred training pictures a class and a thousand for the test; of its fits, ten a class are published.
  One picture in twenty is 5 points here.
- \`b1\` and the corner (the last bin, which the published code has as a third feature) are absolute in these fits; the paper
  divides by the DC gain. On the corpus, b1 and b2 are the paper's.
- **Missing**: JPEG quality 95 and 85 (published: 94.4 and 83.9 % at 1024²); no fits are published.
- The paper's attack is told in two equations and one figure without an accuracy, so that none stands beside ours. Its φ, a
  hyperbolic tangent of k_r - k_T, is taken in frequency steps: in k_r's unit it would hardly leave ½. The median
  peak signal-to-noise ratio of ${corpus.spoofed} spoofed pictures is ${corpus.signalToNoise.toFixed(1)} dB.

### Frank et al. 2020

\`corpus\`: the middle 128² of ${corpus.measured} pictures, a sample: at most ${corpus.most.ai} generated ones of each source and
generator, at most ${corpus.most.real} real ones of each source (${corpus.leftOut} more are damaged, smaller or without a spectrum). Published: real
or generated, FFHQ and StyleGAN; source identification, real pictures and four GANs, LSUN / CelebA, whole pictures, tens of
thousands a class. Here the classes are kinds of generators, of some dozens of pictures each, and these are crops; most were
JPEG once.

- DCT coefficients are standardised over the training pictures. Ridge: logistic regression with L2 0.01; LASSO: L1 0.01. k, the number
  of components and the SVM's C are chosen on a fifth of the training pictures (a quarter of the sources where they are unseen),
  which also say when the CNN stops.
- Source identification takes at most 150 real pictures of either split. Generators that belong to no family for sure are left out
  (\`generator-family.ts\`); families without test sources are left out where sources are unseen.
- LASSO is not trained on perturbed pictures: it takes longer than all others together.
- Durall's and Dzanic's detectors get the same pictures, the azimuthal feature's 88 numbers and b1, b2 of the whole 128²; both
  papers' pictures are larger. **Falloff** is the detector that ships, at its default threshold, which flags few photographs and
  finds few generated pictures; it judges every fourth of the test pictures, for it is slower.

#### Recall of each class

${[...groupBy(onCorpus, titleOf)].map(([title, group]) => `${title}:\n\n${recallTable(group)}`).join('\n\n')}
`;
}
