/** Why a picture could not be judged, with the words that the reader sees after "Can’t tell: ". */
export const REASONS = {
  'not-reachable': 'the picture could not be fetched again',
  'not-loaded': 'the page has not loaded it either',
  'not-a-picture': 'the address did not answer with a picture',
  damaged: 'the file is damaged or cut short',
  'vector-graphic': 'a vector graphic is not a photograph',
  'too-small': 'too small: both sides must be at least 128 pixels',
  'too-large': 'too large: more than 64 megapixels',
  'too-many-bytes': 'too large: more than 50 MB',
  transparent: 'too little of it is opaque',
  featureless: 'too little of it has any texture to measure',
  graphic: 'a drawing, chart, text or screenshot is not a photograph',
  noise: 'there is nothing in it but noise',
  'timed-out': 'it took too long to analyse',
  'engine-failed': 'the analysis failed',
} as const;
export type Reason = keyof typeof REASONS;

/** What a picture's file can declare about how it was made, with the words that the reader sees after "The file says". */
export const CLAIMS = {
  'iptc-generated': 'made by AI (IPTC)',
  'iptc-composite': 'made with AI in part (IPTC)',
  'generator-settings': 'made by AI (a generator’s settings)',
  credentials: 'Content Credentials, not checked',
} as const;
export type Claim = keyof typeof CLAIMS;

/** Larger files are not even read. */
export const MOST_BYTES = 50 * 1024 * 1024;
/** Larger pictures are not decoded. */
export const MOST_PIXELS = 64_000_000;

/** False-positive rates that a reader can choose from: the share of real photographs that may be flagged. */
export const FALSE_POSITIVE_RATES = [0.005, 0.01, 0.02, 0.03, 0.05, 0.1] as const;
export type FalsePositiveRate = (typeof FALSE_POSITIVE_RATES)[number];
export const DEFAULT_FALSE_POSITIVE_RATE: FalsePositiveRate = 0.03;

/** Length of an azimuthal profile as models and plots use it, whatever the tiles' side. */
export const PROFILE_LENGTH = 88;

/** Nearest neighbours that the decay parameters are compared with (Dzanic 2020). */
export const NEIGHBOURS = 5;

/** What the deciding model weighs. The tower needs longer than the others, so it comes later, or never. */
export const PARTS = ['azimuthal', 'decay', 'tower'] as const;
export type Part = (typeof PARTS)[number];
/** One number for each part that has spoken. */
export type ByPart = Record<Exclude<Part, 'tower'>, number> & { tower?: number };

/** What was measured of a picture and what the models make of it. */
export interface Measurement {
  kind: 'measured';
  /** Probability that a machine made the picture, by the deciding model, 0..1. */
  probability: number;
  /**
   * The strictest of `FALSE_POSITIVE_RATES` at which this probability is still flagged: at most this share of real
   * photographs scores as high. Null where more than the laxest rate would.
   */
  falsePositiveRate: FalsePositiveRate | null;
  /**
   * Each part's own probability. `azimuthal`: logistic regression on the azimuthal average (Durall 2020). `decay`: share of
   * generated pictures among the nearest in decay parameters (Dzanic 2020). `tower`: logistic regression and small
   * networks on an image tower's class tokens.
   */
  scores: ByPart;
  /** Each part's summand in the deciding model's logit, 0 for an average picture. */
  contributions: ByPart;
  /** What the tower saw; null while it has not spoken, and where it can't. */
  tower: TowerJudgement | null;
  /** Azimuthal profile in dB relative to its lowest ring, `PROFILE_LENGTH` values evenly spread up to the plane's corner. */
  profile: Float32Array;
  /** `c(k_r) = b1·(k_r/k_T)^b2` on `[k_T, 1]`; `b1` relative to the DC gain. */
  decay: { b1: number; b2: number; threshold: number };
  tiles: number;
  side: number;
  engine: 'gpu' | 'cpu';
}

/** What the image tower makes of a picture. Survives a structured clone. */
export interface TowerJudgement {
  /** Probability that a machine made the picture, by the tower alone. */
  probability: number;
  logit: number;
  /** Each block's part and the network's: the logit is their sum and a bias. An average picture's parts are 0. */
  parts: { name: string; logit: number }[];
  /** Each patch's part in the logit by direct attribution, row by row; null where the graph doesn't tell. */
  patches: Float32Array | null;
  provider: 'webgpu' | 'wasm';
  milliseconds: number;
}

/** The picture can't be judged. Never to be shown as "real". */
export interface Refusal {
  kind: 'refused';
  reason: Reason;
}

/** The engine's answer about one picture. Survives a structured clone. */
export interface Analysis {
  outcome: Measurement | Refusal;
  /** As decoded, else as the file's header claims; 0 × 0 where there is none. Before any turn by EXIF data. */
  width: number;
  height: number;
  modelVersion: string;
  /** What the file itself declares, unchecked; null where its own bytes were not seen. */
  claims: readonly Claim[] | null;
  milliseconds: { decode: number; spectra: number; total: number };
}

/** The analysis of a picture that never came as far as the engine. */
export const refusedUnseen = (reason: Reason, modelVersion = ''): Analysis => ({
  outcome: { kind: 'refused', reason },
  width: 0,
  height: 0,
  modelVersion,
  claims: null,
  milliseconds: { decode: 0, spectra: 0, total: 0 },
});

export type Verdict = 'generated' | 'suspicious' | 'no sign found' | "can't tell";

export const VERDICT_WORDS: Record<Verdict, string> = {
  generated: 'Likely made by a machine',
  suspicious: 'Suspicious',
  'no sign found': 'No sign found',
  "can't tell": 'Can’t tell',
};

/**
 * The verdict at the reader's false-positive rate. Every flagged picture scores higher than all but that share of
 * real photographs; `generated` is kept for those that pass the strictest rate of all.
 */
export function verdictOf(outcome: Analysis['outcome'], rate: FalsePositiveRate): Verdict {
  if (outcome.kind === 'refused') return "can't tell";
  const reached = outcome.falsePositiveRate;
  if (reached === null || reached > rate) return 'no sign found';
  return reached === FALSE_POSITIVE_RATES[0] ? 'generated' : 'suspicious';
}

export const isFlagged = (verdict: Verdict): boolean => verdict === 'generated' || verdict === 'suspicious';

/** Whether the file itself says that AI made the picture as a whole. */
export const isDeclared = ({ claims }: Analysis): boolean =>
  claims?.some((claim) => claim === 'iptc-generated' || claim === 'generator-settings') ?? false;

/** The verdict on a picture with what its file declares, which leaves the probability as it is. */
export const verdictOn = (analysis: Analysis, rate: FalsePositiveRate): Verdict =>
  isDeclared(analysis) ? 'generated' : verdictOf(analysis.outcome, rate);

/** The verdict in words where the file itself declares it. */
export const DECLARED_WORDS = 'Made by a machine, says its file';

/** The verdict in words, with its reason where there is one. */
export function headlineOf(analysis: Analysis, rate: FalsePositiveRate): string {
  if (isDeclared(analysis)) return DECLARED_WORDS;
  const { outcome } = analysis;
  const words = VERDICT_WORDS[verdictOf(outcome, rate)];
  return outcome.kind === 'refused' ? `${words}: ${REASONS[outcome.reason]}` : words;
}

/** What the file declares, in words. */
export function claimWords({ claims }: Analysis): string {
  if (claims === null) return 'not known: it could not be read';
  return claims.map((claim) => CLAIMS[claim]).join('; ') || 'nothing about how it was made';
}
