import type { Analysis } from '../analysis.ts';
import { withTower } from '../detector/detect.ts';
import type { HouseModel } from '../detector/model-files.ts';
import type { Tower } from './tower.ts';

/** 600 kB each. */
const MOST_VIEWS = 64;

/** A picture that the spectra have been measured of, and what the tower is to see of it. */
interface Unrefined {
  /** Of the picture's bytes. */
  key: string;
  analysis: Analysis;
  view: Float32Array<ArrayBuffer>;
}

export interface Refined {
  key: string;
  /** With the tower's say. */
  analysis: Analysis;
}

interface Refinery {
  /** Keeps a picture for the tower; the oldest ones make room. Returns the ticket to ask for it by. */
  keep(picture: Unrefined): string;
  /** The picture's final analysis; null where it is not known any more, or the tower can't judge it. */
  refine(ticket: string): Promise<Refined | null>;
  /** Forgets a picture; if it waits for the tower, it waits no longer. */
  release(ticket: string): void;
}

/** Holds measured pictures until somebody wants to know what the tower says of them. */
export function createRefinery(tower: Pick<Tower, 'judge'>, house: HouseModel): Refinery {
  const unrefined = new Map<string, Unrefined>();
  const refined = new Map<string, { result: Promise<Refined | null>; wait: AbortController }>();

  const judge = async ({ key, analysis, view }: Unrefined, signal: AbortSignal): Promise<Refined | null> => {
    try {
      return { key, analysis: withTower(house, analysis, await tower.judge(view, signal)) };
    } catch (error) {
      if (!signal.aborted) console.error('Falloff, tower:', error);
      return null;
    }
  };

  return {
    keep(picture) {
      const ticket = crypto.randomUUID();
      makeRoom(unrefined).set(ticket, picture);
      return ticket;
    },
    async refine(ticket) {
      const picture = unrefined.get(ticket);
      if (picture) {
        unrefined.delete(ticket);
        const wait = new AbortController();
        makeRoom(refined).set(ticket, { result: judge(picture, wait.signal), wait });
      }
      return refined.get(ticket)?.result ?? null;
    },
    release(ticket) {
      refined.get(ticket)?.wait.abort();
      refined.delete(ticket);
      unrefined.delete(ticket);
    },
  };
}

/** A Map keeps the order of insertion. */
function makeRoom<Value>(map: Map<string, Value>): Map<string, Value> {
  for (const oldest of map.keys()) {
    if (map.size < MOST_VIEWS) break;
    map.delete(oldest);
  }
  return map;
}
