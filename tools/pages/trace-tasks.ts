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
  let thread: Pick<TraceEvent, 'pid' | 'tid'> | null = null;
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value as unknown as TraceEvent[]) {
      if (event.name === 'RunTask') events.push(event);
      else if (event.name === 'SetLayerTreeId' && event.args.data?.frame === frameTree.frame.id)
        thread = event;
    }
  });
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      excludedCategories: ['*'],
      // What a page's timeline has beside it, an event for each function called, would slow what is measured by a tenth.
      includedCategories: ['disabled-by-default-devtools.timeline'],
    },
  });
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    return events
      .filter(({ pid, tid }) => pid === thread?.pid && tid === thread.tid)
      .map(({ ts, dur = 0, tdur = 0 }) => ({ start: ts, end: ts + dur, processor: tdur }));
  };
}
