import { bundledHouse } from '../engine/bundled-house.ts';
import { createRefinery } from '../engine/refinery.ts';
import { createTower } from '../engine/tower.ts';
import { handleMessages } from '../messages.ts';
import { createEngineHost } from './engine-host.ts';

const house = bundledHouse();
const ask = createEngineHost(
  () => new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' }),
);
const tower = createTower({
  createWorker: () =>
    new Worker(new URL('../engine/tower-worker.ts', import.meta.url), { type: 'module', name: 'tower' }),
  source: {
    url: new URL('/models/tower.json', location.href).href,
    ...(house.parts.tower && { version: house.parts.tower }),
  },
  log: (message) => console.info(`Falloff, ${message}`),
});
const refinery = createRefinery(tower, house);

handleMessages(
  'background',
  {
    async 'offscreen/analyze'({ blob, key, thumbnailOnly }) {
      const { analysis, thumbnail, view } = await ask({ blob, thumbnailOnly });
      return { analysis, thumbnail, ticket: analysis && view && refinery.keep({ key, analysis, view }) };
    },
    'offscreen/refine': ({ ticket }) => refinery.refine(ticket),
    'offscreen/release': async ({ tickets }) => tickets.forEach(refinery.release),
  },
  new AbortController().signal,
);
