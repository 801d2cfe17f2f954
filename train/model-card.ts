import type { Models } from '../src/detector/model-files.ts';

/** What the card says about the training set. */
export interface TrainingSummary {
  trainingList: string;
  pictures: { real: number; generated: number };
  sources: { real: number; generated: number };
  views: { real: number; generated: number; upConvolved: number };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** `models/README.md`: every number in it comes from the run that wrote the models. */
export function modelCard(models: Models, training: TrainingSummary): string {
  const { spectra, all } = models.house.stages;
  const thresholds = spectra.thresholds
    .map(({ rate, probability }, i) => {
      const withTower = all?.thresholds[i]?.probability.toFixed(3) ?? '–';
      return `| ${percent(rate)} | ${probability.toFixed(3)} | ${withTower} |`;
    })
    .join('\n');
  return `# Model card

Written by \`npm run train\`; version \`${models.version}\`. Don't edit it by hand.

## What is here

| file | what it is |
|---|---|
| \`azimuthal.json\` | logistic regression on the azimuthal average of 88 rings (Durall 2020), relative to its lowest ring, standardised |
| \`decay.json\` | 5 nearest neighbours on the decay parameters b1, b2 from k_T = 0.75 on (Dzanic 2020) |
| \`tower.onnx\`, \`tower.bin\` | the first ten blocks of CLIP ViT-B/16's image tower ([MIT](LICENSE-clip.txt)), frozen, weights in 4 bits |
| \`tower.json\` | a logistic regression and small networks on its class tokens; [how it was made](../train/tower/README.md) |
| \`house.json\` | the deciding model: a logistic regression over the logits of all three, and one over those of the spectra for the moment before the tower has spoken; their thresholds |
| \`real-band.json\` | 5th, 50th and 95th percentile of the real training photographs' profiles, for the inspector |

## What it can and cannot do

The spectra recognise the trace of **up-convolution**: the zeros or copies that a generator's decoder inserts between
samples, when nothing was done to the picture afterwards that wipes high frequencies out. On the **open web** — pictures of
today's generators, resized and recompressed — they are close to guessing, and the tower carries the verdict. It knows
generators like those of its training sources; newer ones may pass.
Thresholds are set for few false alarms, not for many finds: a flag is a reason to look, the lack of one is **no sign of
authenticity**.

## Trained on

${training.pictures.real} real pictures of ${training.sources.real} sources and ${training.pictures.generated} generated ones of
${training.sources.generated} sources; ${training.views.real}, ${training.views.generated} views of them (as published, saved again, out of focus, and
after random resizing, cutting and compression, alike for both classes), and ${training.views.upConvolved} views of real training
photographs that passed through an up-convolution of our own (§2.3 of Durall 2020), which count as generated.
A view weighs 1/√n of its source; the classes weigh the same. The tower's regression and networks saw further pictures, and further sources;
their own list is in their file. List of training pictures: SHA-256 \`${training.trainingList}\`.

Thresholds come from cross-validation grouped by source, on training sources alone:

| at most this share of real training photographs is flagged | probability from, by spectra alone | with the tower |
|---|---|---|
${thresholds}

How they do on sources never trained on: [accuracy](../docs/accuracy.md).
`;
}
