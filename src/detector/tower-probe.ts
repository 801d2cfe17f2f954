/** How far the self-test's logit may be off: far less than it takes to change what a reader is told. */
const TOLERANCE = 0.02;

/**
 * A view `[3, side, side]` to try a processor on: slopes, edges and noise, all whole numbers 0…255, the same everywhere.
 */
export function probeView(side: number): Float32Array<ArrayBuffer> {
  let state = 1;
  return Float32Array.from({ length: 3 * side * side }, (_, i) => {
    const [channel, y, x] = [Math.floor(i / side / side), Math.floor(i / side) % side, i % side];
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const stripes = (x >> 4) % 2 === (y >> 5) % 2 ? 64 : 0;
    return (x + (channel + 1) * (y >> 1) + stripes + (state >> 26)) & 255;
  });
}

export const passesProbe = (logit: number, expected: number): boolean =>
  Math.abs(logit - expected) <= TOLERANCE;
