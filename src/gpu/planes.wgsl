// What every shader knows of a tile's planes.

override SIDE: u32;
override HALF_WIDTH = SIDE / 2u + 1u; // halfPlaneWidth in src/spectrum/rings.ts
// Planes 0 to 3 are CHANNELS of src/spectrum/channels.ts. The last is luma once more, reordered for the DCT.
const CHANNELS = 4u;
const TRACE = 3u;
const REORDERED = 4u;
const PLANES = 5u; // PLANES in tile-layout.ts

// What tallies.wgsl leaves of each tile: its four channels' rows' floored means, summed up; its brightest luma; and how
// far below white its darkest lies.
const LEVELS = 6u; // LEVELS in tile-layout.ts
const BRIGHTEST = 4u;
const DARKEST = 5u;
const WHITE = 255000i;

// The constant that is taken away before the transform and put back afterwards. A shift rounds down below zero too,
// which a division does not.
fn pedestal_of(row_mean_sum: i32) -> i32 {
  return row_mean_sum >> firstTrailingBit(SIDE);
}

// Where the trace is on average more than half of luma's range, a tile's fine detail is as strong as its coarse,
// and the filter of src/spectrum/emphasis.ts would only drown the low frequencies in the high ones' rounding.
fn is_emphasised(plane: u32, trace_sum: i32, brightest: i32, darkest: i32) -> bool {
  return plane != TRACE && 2 * pedestal_of(trace_sum) < brightest + darkest - WHITE;
}
