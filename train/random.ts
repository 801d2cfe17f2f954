import { createHash } from 'node:crypto';

/** Reproducible random numbers. */
export interface Random {
  /** Uniform in `[from, to)`. */
  between(from: number, to: number): number;
  /** Uniform integer in `from … to`. */
  integer(from: number, to: number): number;
  chance(probability: number): boolean;
}

/** The same words give the same numbers, on every machine and in any order of work (mulberry32). */
export function seededRandom(...words: (string | number)[]): Random {
  let state = createHash('sha256').update(words.join('\0')).digest().readUInt32LE(0);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (from, to) => from + (to - from) * next(),
    integer: (from, to) => from + Math.floor((to - from + 1) * next()),
    chance: (probability) => next() < probability,
  };
}
