/** What `fit.py` says about one detector: a line of its output. */
export interface Result {
  paper: 'Durall' | 'Dzanic' | 'Frank';
  /** Data, and how they were split or how many were taken. */
  task: string;
  detector: string;
  /** Pictures trained on and judged, in each run. */
  train: number;
  test: number;
  /** Of each run; for Dzanic of each generator against the real pictures. */
  accuracies: number[];
  /** Mean of the classes' recalls, of the single run. */
  balanced?: number;
  /** What was chosen on training pictures. */
  note?: string;
  classes?: { name: string; train: number; test: number; recall: number }[];
  groups?: Record<string, number>;
}
