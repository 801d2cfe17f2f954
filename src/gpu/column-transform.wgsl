// Transforms the half planes' columns in place, undoes the emphasis but for the DCT's plane, where that comes last, and
// puts back what the pedestal took away: what remains is F of each plane in 0..255. Neighbouring threads work on neighbouring columns, so that they read and write
// neighbouring numbers.

// CHANNEL_SCALE of src/spectrum/channels.ts, handed over when the pipeline is made.
override CHANNEL_SCALE: f32;
// The window's spectrum at 0 and at ±1 (`windowSpectrum` of src/spectrum/window.ts); it is nothing elsewhere.
override WINDOW_AT_0: f32;
override WINDOW_AT_1: f32;

@group(0) @binding(1) var<storage, read_write> spectra: array<vec2f>;
@group(0) @binding(2) var<storage, read> levels: array<i32>;
// `emphasisRise` of src/spectrum/emphasis.ts
@group(0) @binding(3) var<storage, read> rise: array<f32>;

fn window_spectrum(plane: u32, k: u32) -> f32 {
  if (plane == REORDERED) {
    return select(0.0, f32(SIDE), k == 0u);
  }
  let beside = select(0.0, WINDOW_AT_1, k == 1u || k == SIDE - 1u);
  return select(beside, WINDOW_AT_0, k == 0u);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn transform_columns(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lanes = SIDE / POINTS_PER_THREAD;
  let columns_at_once = POINTS / SIDE;
  let place = Place(thread / columns_at_once, thread % columns_at_once, columns_at_once);
  // Columns are counted through all planes; the last workgroup's threads without one of their own repeat the last.
  let columns = arrayLength(&spectra) / SIDE;
  let own_column = group.x * columns_at_once + thread % columns_at_once;
  let column = min(own_column, columns - 1u);
  let index = column / HALF_WIDTH;
  let plane = index % PLANES;
  let kx = column % HALF_WIDTH;
  let first = index * SIDE * HALF_WIDTH + kx;

  var v: Points;
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    v[m] = spectra[first + (place.lane + m * lanes) * HALF_WIDTH];
  }
  v = transform(v, place);

  if (own_column < columns) {
    let own = index / PLANES * LEVELS;
    let pedestal = f32(pedestal_of(levels[own + plane % REORDERED])) * window_spectrum(plane, kx);
    let emphasised = plane != REORDERED
      && is_emphasised(plane, levels[own + TRACE], levels[own + BRIGHTEST], levels[own + DARKEST]);
    for (var m = 0u; m < POINTS_PER_THREAD; m++) {
      let ky = place.lane + m * lanes;
      let gain = select(1.0, 1.0 + rise[kx] + rise[ky], emphasised);
      let f = v[m] / gain + vec2f(pedestal * window_spectrum(plane, ky), 0.0);
      spectra[first + ky * HALF_WIDTH] = f / CHANNEL_SCALE;
    }
  }
}
