import { clock } from './clock.ts';

/** How long to measure: rounds end when there were enough of them or, from the third on, when the time is up. */
export interface Effort {
  rounds: number;
  seconds: number;
}

/** A run of something, timed: its duration in milliseconds. */
export type Timed = () => Promise<number>;

const FEWEST_ROUNDS = 3;

/**
 * Runs all cases in turn, round after round, so that what else the machine does hits all alike; every other round goes
 * backwards, so that nobody always follows the same one. Returns the durations of each case, one a round.
 */
export async function interleave<Name extends string>(
  cases: Record<Name, Timed>,
  { rounds, seconds }: Effort,
  now: () => number = () => performance.now(),
): Promise<Record<Name, number[]>> {
  const names = Object.keys(cases) as Name[];
  const durations = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  const end = now() + seconds * 1000;
  for (let round = 0; round < rounds && (round < FEWEST_ROUNDS || now() < end); round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      durations[name].push(await cases[name]());
    }
  }
  return durations;
}

/** Times something by `clock`. */
export function timed(run: () => unknown): Timed {
  return async () => {
    const start = clock();
    await run();
    return clock() - start;
  };
}
