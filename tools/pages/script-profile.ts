/** A CPU profile as the browser's debugger gives it: times in µs. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { url: string }; children?: number[] }[];
  startTime: number;
  endTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

/** Start and end, µs on the clock of the profile. */
export type Interval = readonly [start: number, end: number];

/** When functions of scripts with this address were on the stack, native ones that they called included. */
export function scriptIntervals(
  { nodes, samples = [], timeDeltas = [], startTime, endTime }: CpuProfile,
  isOurs: (url: string) => boolean,
): Interval[] {
  const childrenOf = new Map(nodes.map(({ id, children }) => [id, children ?? []]));
  const own = new Set<number>();
  const add = (id: number): void => {
    own.add(id);
    childrenOf.get(id)?.forEach(add);
  };
  for (const { id, callFrame } of nodes) if (!own.has(id) && isOurs(callFrame.url)) add(id);

  const intervals: Interval[] = [];
  let time = startTime;
  samples.forEach((id, i) => {
    time += timeDeltas[i] ?? 0;
    if (own.has(id))
      intervals.push([time, i + 1 < samples.length ? time + (timeDeltas[i + 1] ?? 0) : endTime]);
  });
  return intervals;
}

/** A task of the page's main thread. */
export interface Task {
  interval: Interval;
  /** µs on a processor; the rest of the interval it waited for one. */
  processor: number;
}

/**
 * What of a task's time on a processor the intervals took, µs: as much of it as of the task on the clock. Those that begin
 * in it count whole, although the next sample may come after its end: another one came after the function's beginning.
 */
export function processorTime(intervals: Interval[], { interval: [start, end], processor }: Task): number {
  let time = 0;
  for (const [from, to] of intervals) if (from >= start && from < end) time += to - from;
  return time === 0 ? 0 : (time * processor) / (end - start);
}
