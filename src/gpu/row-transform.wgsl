// Transforms the rows of (plane - pedestal) · window after the filter that src/spectrum/emphasis.ts describes. Two
// neighbouring rows go through one complex transform, one as the real part and one as the imaginary, and are told
// apart by the symmetry of real rows' transforms.

// EMPHASIS of src/spectrum/emphasis.ts, handed over when the pipeline is made.
override EMPHASIS: i32;

@group(0) @binding(2) var<storage, read> levels: array<i32>;
// Weights of the window and their steps to the next, from `taperTable`.
@group(0) @binding(3) var<storage, read> taper: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> spectra: array<vec2f>;

struct Plane {
  // Of `PLANES`.
  kind: u32,
  // Where its tile begins in `rgba`.
  first: u32,
  pedestal: i32,
  emphasised: bool,
}

fn remainder(plane: Plane, x: u32, y: u32) -> i32 {
  return level(plane.kind, plane.first, x, y) - plane.pedestal;
}

// A pixel after the filter. Beyond its edges a tile repeats, or, for the DCT, is mirrored: so either transform turns
// the filter into a factor.
//
// Filtering products with the window's weights would multiply their rounding, and in smooth pictures that noise is
// stronger than the corners of the plane. So whole numbers are filtered, exactly, and what the filter would see of the
// weights' steps from pixel to pixel is added: Σ cₙ·wₙ·vₙ = w·Σ cₙ·vₙ + Σ cₙ·(wₙ - w)·vₙ.
fn emphasised(plane: Plane, x: u32, y: u32) -> f32 {
  let mirrors = plane.kind == REORDERED;
  let at = vec2u(x, y);
  let last = SIDE - 1u;
  let before = select((at + last) % SIDE, max(at, vec2u(1u)) - 1u, mirrors);
  let after = select((at + 1u) % SIDE, min(at + 1u, vec2u(last)), mirrors);
  let own = remainder(plane, x, y);
  let behind = vec2i(remainder(plane, before.x, y), remainder(plane, x, before.y));
  let ahead = vec2i(remainder(plane, after.x, y), remainder(plane, x, after.y));
  let neighbours = behind + ahead;
  let filtered = own + EMPHASIS * (4 * own - neighbours.x - neighbours.y);
  if (mirrors) {
    return f32(filtered);
  }
  let steps_behind = -vec2f(taper[before.x].y, taper[before.y].y);
  let steps_ahead = vec2f(taper[x].y, taper[y].y);
  let stepped = vec2f(taper[y].x, taper[x].x) * (steps_behind * vec2f(behind) + steps_ahead * vec2f(ahead));
  return taper[x].x * taper[y].x * f32(filtered) - f32(EMPHASIS) * (stepped.x + stepped.y);
}

// What is transformed of the plane's row `row`.
fn pixel(plane: Plane, column: u32, row: u32) -> f32 {
  let reorders = plane.kind == REORDERED;
  let x = select(column, reordered(column), reorders);
  let y = select(row, reordered(row), reorders);
  if (plane.emphasised) {
    return emphasised(plane, x, y);
  }
  let weight = select(taper[x].x * taper[y].x, 1.0, reorders);
  return weight * f32(remainder(plane, x, y));
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
  let own = tile * LEVELS;
  let pedestal = pedestal_of(levels[own + kind % REORDERED]);
  let filters = is_emphasised(kind, levels[own + TRACE], levels[own + BRIGHTEST], levels[own + DARKEST]);
  let plane = Plane(kind, tile * SIDE * SIDE, pedestal, filters);

  var v: Points;
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    let column = place.lane + m * lanes;
    v[m] = vec2f(pixel(plane, column, row % SIDE), pixel(plane, column, row % SIDE + 1u));
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
