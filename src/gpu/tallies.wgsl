// Counts what can be counted in whole numbers, one workgroup for a band of eight rows: the tile's levels, as planes.wgsl
// lists them, and luma's tallies for `statisticsFromTallies`. Sums and extremes of integers are the same in any order,
// so atomics do no harm.

const BAND = 8u; // BAND_ROWS in tile-layout.ts: a row of JPEG's blocks
const LANES = 16u;
const WORKGROUP_SIZE = 128u; // BAND · LANES
const MOST_BLOCKS = 128u; // along a side of 1024
const TALLIES = 7u; // TALLIES in tile-layout.ts
// `black` and `white` of STATISTICS in src/spectrum/spectra.ts
const BLACK_BELOW = 500i;
const WHITE_ABOVE = 254500i;

@group(0) @binding(0) var<storage, read_write> levels: array<atomic<i32>>;
@group(0) @binding(2) var<storage, read_write> tallies: array<u32>;

var<workgroup> row_sums: array<atomic<i32>, BAND * CHANNELS>;
var<workgroup> extremes: array<atomic<i32>, 2>;
var<workgroup> uneven: array<atomic<u32>, MOST_BLOCKS>;
var<workgroup> counts: array<atomic<u32>, TALLIES>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn tally_bands(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let blocks = SIDE / BAND;
  let tile = group.x / blocks;
  let first = tile * SIDE * SIDE;
  let top = group.x % blocks * BAND;
  let row = thread / LANES;

  var sums = vec4i();
  var brightest = 0i;
  var darkest = 0i;
  var own: array<u32, TALLIES>;
  for (var block = thread % LANES; block < blocks; block += LANES) {
    let corner = luma(first, block * BAND, top);
    var differs = false;
    for (var x = block * BAND; x < (block + 1u) * BAND; x++) {
      let pixel = rgba[first + (top + row) * SIDE + x];
      let y = weighted(0u, pixel);
      sums += vec4i(y, weighted(1u, pixel), weighted(2u, pixel), trace(first, x, top + row));
      brightest = max(brightest, y);
      darkest = max(darkest, WHITE - y);
      // The square of luma, which has 18 bits, in parts whose sums over a band stay below 2³².
      let high = u32(y) >> 9u;
      let low = u32(y) & 511u;
      own[0] += u32(y);
      own[1] += high * high;
      own[2] += high * low;
      own[3] += low * low;
      own[4] += u32(y < BLACK_BELOW);
      own[5] += u32(y > WHITE_ABOVE);
      differs |= y != corner;
    }
    if (differs) {
      atomicStore(&uneven[block], 1u);
    }
  }
  for (var channel = 0u; channel < CHANNELS; channel++) {
    atomicAdd(&row_sums[row * CHANNELS + channel], sums[channel]);
  }
  atomicMax(&extremes[0], brightest);
  atomicMax(&extremes[1], darkest);
  for (var i = 0u; i < TALLIES - 1u; i++) {
    atomicAdd(&counts[i], own[i]);
  }
  workgroupBarrier();

  if (thread < blocks && atomicLoad(&uneven[thread]) == 0u) {
    atomicAdd(&counts[TALLIES - 1u], 1u);
  }
  if (thread < CHANNELS) {
    var means = 0i;
    for (var i = 0u; i < BAND; i++) {
      means += atomicLoad(&row_sums[i * CHANNELS + thread]) >> firstTrailingBit(SIDE); // rounds down
    }
    atomicAdd(&levels[tile * LEVELS + thread], means);
  }
  if (thread < 2u) {
    atomicMax(&levels[tile * LEVELS + BRIGHTEST + thread], atomicLoad(&extremes[thread]));
  }
  workgroupBarrier();
  if (thread < TALLIES) {
    tallies[group.x * TALLIES + thread] = atomicLoad(&counts[thread]);
  }
}
