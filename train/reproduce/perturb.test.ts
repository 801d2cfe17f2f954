import { expect, test } from 'vitest';
import type { Random } from '../random.ts';
import { perturb } from './perturb.ts';

const SIDE = 128;
const rgba = Uint8Array.from({ length: 4 * SIDE ** 2 }, (_, i) => (i % 4 === 3 ? 255 : (i * 7919) % 251));
const middling = (always: boolean): Random => ({
  between: (from, to) => (from + to) / 2,
  integer: (from, to) => Math.floor((from + to) / 2),
  chance: () => always,
});

test.each(['none', 'blur', 'crop', 'jpeg', 'noise', 'combined'] as const)(
  '%s keeps the size, and the picture where chance has it',
  async (name) => {
    const perturbed = await perturb(rgba, SIDE, name, middling(true));
    expect(perturbed.length).toBe(rgba.length);
    expect(Buffer.compare(perturbed, rgba) === 0).toBe(name === 'none');
    expect(Buffer.compare(await perturb(rgba, SIDE, name, middling(false)), rgba)).toBe(0);
  },
);
