import { handleMessages } from '../messages.ts';
import { createEngineHost } from './engine-host.ts';

const analyze = createEngineHost(
  () => new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
);
handleMessages({ 'offscreen/analyze': analyze }, new AbortController().signal);
