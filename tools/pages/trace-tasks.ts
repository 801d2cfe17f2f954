import type { CDPSession } from '@playwright/test';
import type { Task } from './script-profile.ts';

/** What is read of the browser's trace events; times in µs. */
interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  /** On a processor. */
  tdur?: number;
  args: { data?: { frame?: string } };
}

/** Records the tasks of the thread that runs a page, from now until the returned function is called. */
export async function traceTasks(session: CDPSession): Promise<() => Promise<Task[]>> {
  const { frameTree } = await session.send('Page.getFrameTree');
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[])
      if (event.name === 'RunTask' || event.name === 'FunctionCall') events.push(event);
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      excludedCategories: ['*'],
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
    },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    const call = events.find(({ args }) => args.data?.frame === frameTree.frame.id);
    return events.flatMap(({ name, pid, tid, ts, dur = 0, tdur = 0 }) =>
      name === 'RunTask' && pid === call?.pid && tid === call.tid
        ? [{ interval: [ts, ts + dur] as const, processor: tdur }]
        : [],
    );
  };
}
