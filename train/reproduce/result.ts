/** What `fit.py` says about one detector: a line of its output. */
export interface Result {
  /** Whose detector it is. */
  paper: 'Durall' | 'Dzanic' | 'Frank' | 'Falloff';
  /** Data, and how they were split or how many were taken. */
  task: string;
  detector: string;
  /** Pictures trained on and judged, in each run; of a corpus, also how many sources they come from. */
  train: number;
  trainSources?: number;
  test: number;
  testSources?: number;
  /** Of each run; for Dzanic's fits of each generator against the real pictures. */
  accuracies: number[];
  /** Mean of the classes' recalls, of the single run. */
  balanced?: number;
  /** What was chosen on training pictures. */
  note?: string;
  /** Of a corpus's pictures: what was done to those trained on and to those judged. */
  trainedOn?: Condition;
  condition?: Condition;
  classes?: { name: string; train: number; test: number; recall: number }[];
  /** Accuracy for each generator. */
  groups?: Record<string, number>;
}

/** What was done to pictures: nothing, Frank 2020's perturbations, Dzanic 2020's attack. */
export const CONDITIONS = ['none', 'blur', 'crop', 'jpeg', 'noise', 'combined', 'spoofed'] as const;
export type Condition = (typeof CONDITIONS)[number];
