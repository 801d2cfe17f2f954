/** A CPU profile as the browser's debugger gives it: times in µs. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { url: string }; children?: number[] }[];
  startTime: number;
  endTime: number;
  samples?: number[];
  timeDeltas?: number[];
}

/** Moments at which the stack was looked at, µs on the clock of the profile. */
export interface Samples {
  moments: number[];
  /**
   * What each stands for, µs: the mean time between two of all samples. Not the time to the next one, which comes late when
   * the sampler has to wait for a processor: mostly after what kept it waiting was over.
   */
  each: number;
}

/** When functions of scripts with this address were on the stack, native ones that they called included. */
export function scriptSamples(
  { nodes, samples = [], timeDeltas = [], startTime, endTime }: CpuProfile,
  isOurs: (url: string) => boolean,
): Samples {
  const childrenOf = new Map(nodes.map(({ id, children }) => [id, children ?? []]));
  const own = new Set<number>();
  const add = (id: number): void => {
    own.add(id);
    childrenOf.get(id)?.forEach(add);
  };
  for (const { id, callFrame } of nodes) if (!own.has(id) && isOurs(callFrame.url)) add(id);

  const moments: number[] = [];
  let time = startTime;
  samples.forEach((id, i) => {
    time += timeDeltas[i] ?? 0;
    if (own.has(id)) moments.push(time);
  });
  return { moments, each: (endTime - startTime) / samples.length };
}

/** A task of the page's main thread. */
export interface Task {
  /** µs on the clock of the profile. */
  start: number;
  end: number;
  /** µs on a processor; the rest of its time it waited for one. */
  processor: number;
}

/** What of a task's time on a processor the samples took, µs: as much of it as of the task on the clock. */
export function processorTime({ moments, each }: Samples, { start, end, processor }: Task): number {
  const count = moments.filter((moment) => moment >= start && moment < end).length;
  return count === 0 ? 0 : (count * each * processor) / (end - start);
}
