import createPffft from '@echogarden/pffft-wasm/simd';
import { compileKernel, createKernel } from '../src/spectrum/create-kernel.ts';
import { dft2 } from '../src/spectrum/dft.ts';
import type { TileBatch } from '../src/spectrum/spectra.ts';
import { type Contestant, type Entry, PLANES_PER_TILE } from './contestant.ts';

const FORWARD = 0;
const COMPLEX = 1;
const TOLERANCE = 1e-5;

/**
 * The one-dimensional transforms that the planes of a batch take and nothing else: no pixels, no gathering of columns, no
 * bins. Two real rows go as one complex row, and half of the columns mirror the others: `side + 1` complex lines a plane.
 */
const linesPerPlane = ({ side }: TileBatch): number => side + 1;

/** The kernel's own FFT: four planes' lines at a time. */
export const cpuFft: Contestant = {
  name: 'cpu-fft',
  async enter({ tiles }) {
    const { side, count } = tiles;
    const { line, transformLine } = await createKernel(await compileKernel(), side, 'none');
    const lines = count * linesPerPlane(tiles);
    return lineEntry({
      side,
      run() {
        for (let i = 0; i < lines; i++) transformLine();
      },
      transform(re, im) {
        // The same in all four planes.
        line.set(re.flatMap((value, i) => [...quad(value), ...quad(im[i])]));
        const result = new Float32Array(line.buffer, transformLine(), line.length);
        return (k) => [result[8 * k + 3], result[8 * k + 7]];
      },
    });
  },
};

/** PFFFT's, of complex numbers in natural order, called once a line. */
export const pffftFft: Contestant = {
  name: 'pffft-wasm',
  async enter({ tiles }) {
    const { side, count } = tiles;
    const pffft = await createPffft();
    const setup = pffft._pffft_new_setup(side, COMPLEX);
    const [from, to, work] = [0, 1, 2].map(() => pffft._pffft_aligned_malloc(side * 8));
    const lines = count * PLANES_PER_TILE * linesPerPlane(tiles);
    const values = (at: number): Float32Array => pffft.HEAPF32.subarray(at / 4, at / 4 + 2 * side);
    return lineEntry({
      side,
      run() {
        for (let i = 0; i < lines; i++) pffft._pffft_transform_ordered(setup, from, to, work, FORWARD);
      },
      transform(re, im) {
        values(from).set(re.flatMap((value, i) => [value, im[i]]));
        pffft._pffft_transform_ordered(setup, from, to, work, FORWARD);
        const result = values(to);
        return (k) => [result[2 * k], result[2 * k + 1]];
      },
    });
  },
};

const quad = (value: number): number[] => [value, value, value, value];

interface Lines {
  side: number;
  run(): void;
  /** Transforms one line; returns a view of its frequencies. */
  transform(re: number[], im: number[]): (k: number) => [number, number];
}

function lineEntry({ side, run, transform }: Lines): Entry {
  return {
    run,
    worstError() {
      const re = Array.from({ length: side }, (_, i) => Math.fround(Math.sin(i * i)));
      const im = Array.from({ length: side }, (_, i) => Math.fround(Math.cos(3 * i * i)));
      const [ofRe, ofIm] = [re, im].map((values) => dft2(values, side, 1));
      const frequency = transform(re, im);
      const errors = re.map((_, k) => {
        const [actualRe, actualIm] = frequency(k);
        return Math.hypot(actualRe - (ofRe.re[k] - ofIm.im[k]), actualIm - (ofRe.im[k] + ofIm.re[k]));
      });
      return Math.max(...errors) / Math.sqrt(side);
    },
    tolerance: TOLERANCE,
    leave() {},
  };
}
