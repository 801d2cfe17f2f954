// Adds the rows' floored means of luma up, a number for each tile; divided by SIDE it is the tile's pedestal as
// `lumaWithoutPedestal` of src/spectrum/luma.ts defines it. Sums of integers are the same in any order, so atomics
// do no harm. A row's sum stays below 2²⁸, a tile's below 2²⁸ too.

override SIDE: u32;
const WORKGROUP_SIZE = 256u; // WORKGROUP_SIZE in pipelines.ts
const POINTS = 2048u; // POINTS_PER_WORKGROUP in pipelines.ts
const PIXELS_PER_THREAD = POINTS / WORKGROUP_SIZE;

@group(0) @binding(0) var<storage, read> rgba: array<u32>;
@group(0) @binding(1) var<storage, read_write> row_mean_sums: array<atomic<u32>>;

// Only the first POINTS / SIDE are used.
var<workgroup> row_sums: array<atomic<u32>, 16>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn sum_row_means(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lanes = SIDE / PIXELS_PER_THREAD;
  let row = thread / lanes;
  let first = group.x * POINTS + row * SIDE + thread % lanes;
  var sum = 0u;
  for (var i = 0u; i < PIXELS_PER_THREAD; i++) {
    sum += luma(rgba[first + i * lanes]);
  }
  atomicAdd(&row_sums[row], sum);
  workgroupBarrier();
  if (thread == 0u) {
    var means = 0u;
    for (var i = 0u; i < POINTS / SIDE; i++) {
      means += atomicLoad(&row_sums[i]) / SIDE;
    }
    atomicAdd(&row_mean_sums[group.x * POINTS / (SIDE * SIDE)], means);
  }
}
