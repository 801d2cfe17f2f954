import type { Batch, Contestant, Entry } from './contestant.ts';
import { type Effort, interleave, timed } from './interleave.ts';

/** What came of a contestant: its worst error and durations in milliseconds, one a round; or why there are none. */
export type Outcome = { error: number; milliseconds: number[] } | { missing: string };

/** Times the contestants in turn on one batch. Whoever can't run, or is wrong, is not timed. */
export async function race(
  contestants: readonly Contestant[],
  batch: Batch,
  effort: Effort,
): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  const entries: Record<string, Entry> = {};
  for (const { name, enter } of contestants) {
    try {
      const entry = await enter(batch);
      const error = await entry.worstError();
      if (!(error <= entry.tolerance)) throw new Error(`wrong: its error is ${error.toExponential(1)}`);
      await entry.run();
      outcomes[name] = { error, milliseconds: [] };
      entries[name] = entry;
    } catch (error) {
      outcomes[name] = { missing: error instanceof Error ? error.message : String(error) };
    }
  }
  const cases = Object.entries(entries).map(([name, { run }]) => [name, timed(run)]);
  const durations = await interleave(Object.fromEntries(cases), effort);
  for (const [name, milliseconds] of Object.entries(durations))
    Object.assign(outcomes[name], { milliseconds });
  for (const { leave } of Object.values(entries)) await leave();
  return outcomes;
}
