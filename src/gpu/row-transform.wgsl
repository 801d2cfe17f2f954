// Transforms the rows of (luma - pedestal) · window after the filter that src/spectrum/emphasis.ts describes. Two
// neighbouring rows go through one complex transform, one as the real part and one as the imaginary, and are told
// apart by the symmetry of real rows' transforms.

override HALF_WIDTH = SIDE / 2u + 1u; // halfPlaneWidth in src/spectrum/rings.ts
// EMPHASIS of src/spectrum/emphasis.ts, handed over when the pipeline is made.
override EMPHASIS: f32;

@group(0) @binding(1) var<storage, read> rgba: array<u32>;
@group(0) @binding(2) var<storage, read> row_mean_sums: array<u32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> row_spectra: array<vec2f>;

// Where a tile begins in `rgba`, and its pedestal.
struct Tile {
  first: u32,
  pedestal: i32,
}

// Beyond its edges a tile repeats. The weights are multiplied first, as on the CPU, so that both round alike.
fn tapered(tile: Tile, column: u32, row: u32) -> f32 {
  let x = column % SIDE;
  let y = row % SIDE;
  let level = i32(luma(rgba[tile.first + y * SIDE + x])) - tile.pedestal;
  return weights[y] * weights[x] * f32(level);
}

// The filtered pixels at (x, y) and (x, y + 1).
fn emphasised(tile: Tile, x: u32, y: u32) -> vec2f {
  let upper = tapered(tile, x, y);
  let lower = tapered(tile, x, y + 1u);
  let vertical = vec2f(tapered(tile, x, y + SIDE - 1u) + lower, upper + tapered(tile, x, y + 2u));
  let left = vec2f(tapered(tile, x + SIDE - 1u, y), tapered(tile, x + SIDE - 1u, y + 1u));
  let right = vec2f(tapered(tile, x + 1u, y), tapered(tile, x + 1u, y + 1u));
  return (1.0 + 4.0 * EMPHASIS) * vec2f(upper, lower) - EMPHASIS * (vertical + left + right);
}

fn separate(place: Place, row: u32, k: u32) {
  let z = exchange[slot(place, k)];
  let mirror = exchange[slot(place, (SIDE - k) % SIDE)];
  row_spectra[row * HALF_WIDTH + k] = 0.5 * vec2f(z.x + mirror.x, z.y - mirror.y);
  row_spectra[(row + 1u) * HALF_WIDTH + k] = 0.5 * vec2f(z.y + mirror.y, mirror.x - z.x);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn transform_rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lanes = SIDE / POINTS_PER_THREAD;
  let place = Place(thread % lanes, thread / lanes * SIDE, 1u);
  // Counted through all tiles, as the rows lie in memory.
  let row = 2u * (group.x * (POINTS / SIDE) + thread / lanes);
  let index = row / SIDE;
  let tile = Tile(index * SIDE * SIDE, i32(row_mean_sums[index] / SIDE));

  var v: Points;
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    v[m] = emphasised(tile, place.lane + m * lanes, row % SIDE);
  }
  v = transform(v, place);

  workgroupBarrier();
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    exchange[slot(place, place.lane + m * lanes)] = v[m];
  }
  workgroupBarrier();
  for (var m = 0u; m < POINTS_PER_THREAD / 2u; m++) {
    separate(place, row, place.lane + m * lanes);
  }
  if (place.lane == 0u) {
    separate(place, row, SIDE / 2u);
  }
}
