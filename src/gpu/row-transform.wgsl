// Transforms the rows of (plane - pedestal) · window after the filter that src/spectrum/emphasis.ts describes. Two
// neighbouring rows go through one complex transform, one as the real part and one as the imaginary, and are told
// apart by the symmetry of real rows' transforms.

// EMPHASIS of src/spectrum/emphasis.ts, handed over when the pipeline is made.
override EMPHASIS: f32;

@group(0) @binding(2) var<storage, read> row_mean_sums: array<i32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> spectra: array<vec2f>;

struct Plane {
  // Of `PLANES`.
  kind: u32,
  // Where its tile begins in `rgba`.
  first: u32,
  pedestal: i32,
  emphasised: bool,
}

// Beyond its edges a tile repeats. The weights are multiplied first, as on the CPU, so that both round alike.
fn tapered(plane: Plane, column: u32, row: u32) -> f32 {
  let x = column % SIDE;
  let y = row % SIDE;
  let weight = select(weights[y] * weights[x], 1.0, plane.kind == REORDERED);
  return weight * f32(level(plane.kind, plane.first, x, y) - plane.pedestal);
}

// The pixels at (x, y) and (x, y + 1), filtered where the plane is to be.
fn pixels(plane: Plane, x: u32, y: u32) -> vec2f {
  let upper = tapered(plane, x, y);
  let lower = tapered(plane, x, y + 1u);
  if (!plane.emphasised) {
    return vec2f(upper, lower);
  }
  let vertical = vec2f(tapered(plane, x, y + SIDE - 1u) + lower, upper + tapered(plane, x, y + 2u));
  let left = vec2f(tapered(plane, x + SIDE - 1u, y), tapered(plane, x + SIDE - 1u, y + 1u));
  let right = vec2f(tapered(plane, x + 1u, y), tapered(plane, x + 1u, y + 1u));
  return (1.0 + 4.0 * EMPHASIS) * vec2f(upper, lower) - EMPHASIS * (vertical + left + right);
}

fn separate(place: Place, row: u32, k: u32) {
  let z = exchange[slot(place, k)];
  let mirror = exchange[slot(place, (SIDE - k) % SIDE)];
  spectra[row * HALF_WIDTH + k] = 0.5 * vec2f(z.x + mirror.x, z.y - mirror.y);
  spectra[(row + 1u) * HALF_WIDTH + k] = 0.5 * vec2f(z.y + mirror.y, mirror.x - z.x);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn transform_rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lanes = SIDE / POINTS_PER_THREAD;
  let place = Place(thread % lanes, thread / lanes * SIDE, 1u);
  // Counted through all planes of all tiles, as the rows lie in memory; a workgroup's are of one plane.
  let row = 2u * (group.x * (POINTS / SIDE) + thread / lanes);
  let index = 2u * group.x * POINTS / (SIDE * SIDE);
  let tile = index / PLANES;
  let kind = index % PLANES;
  let pedestal = pedestal_of(row_mean_sums[tile * CHANNELS + kind % REORDERED]);
  let emphasised = is_emphasised(kind, pedestal_of(row_mean_sums[tile * CHANNELS + TRACE]));
  let plane = Plane(kind, tile * SIDE * SIDE, pedestal, emphasised);

  var v: Points;
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    v[m] = pixels(plane, place.lane + m * lanes, row % SIDE);
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
