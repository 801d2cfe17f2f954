// Transforms the half plane's columns, undoes the emphasis, puts back what the pedestal took away and leaves the
// amplitudes |F| of luma in 0..255. Neighbouring threads work on neighbouring columns, so that they read and write
// neighbouring numbers.

override HALF_WIDTH = SIDE / 2u + 1u; // halfPlaneWidth in src/spectrum/rings.ts
// LUMA_SCALE of src/spectrum/luma.ts, handed over when the pipeline is made.
override LUMA_SCALE: f32;
// The window's spectrum at 0 and at ±1 (`windowSpectrum` of src/spectrum/window.ts); it is nothing elsewhere.
override WINDOW_AT_0: f32;
override WINDOW_AT_1: f32;

@group(0) @binding(1) var<storage, read> row_spectra: array<vec2f>;
@group(0) @binding(2) var<storage, read> row_mean_sums: array<u32>;
// `emphasisRise` of src/spectrum/emphasis.ts
@group(0) @binding(3) var<storage, read> rise: array<f32>;
@group(0) @binding(4) var<storage, read_write> amplitudes: array<f32>;

fn window_spectrum(k: u32) -> f32 {
  let beside = select(0.0, WINDOW_AT_1, k == 1u || k == SIDE - 1u);
  return select(beside, WINDOW_AT_0, k == 0u);
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn transform_columns(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let lanes = SIDE / POINTS_PER_THREAD;
  let columns_at_once = POINTS / SIDE;
  let place = Place(thread / columns_at_once, thread % columns_at_once, columns_at_once);
  // Columns are counted through all tiles; the last workgroup's threads without one of their own repeat the last.
  let columns = arrayLength(&row_spectra) / SIDE;
  let own_column = group.x * columns_at_once + thread % columns_at_once;
  let column = min(own_column, columns - 1u);
  let tile = column / HALF_WIDTH;
  let kx = column % HALF_WIDTH;
  let first = tile * SIDE * HALF_WIDTH + kx;

  var v: Points;
  for (var m = 0u; m < POINTS_PER_THREAD; m++) {
    v[m] = row_spectra[first + (place.lane + m * lanes) * HALF_WIDTH];
  }
  v = transform(v, place);

  if (own_column < columns) {
    let pedestal = f32(row_mean_sums[tile] / SIDE) * window_spectrum(kx);
    for (var m = 0u; m < POINTS_PER_THREAD; m++) {
      let ky = place.lane + m * lanes;
      let f = v[m] / (1.0 + rise[kx] + rise[ky]) + vec2f(pedestal * window_spectrum(ky), 0.0);
      amplitudes[first + ky * HALF_WIDTH] = sqrt(dot(f, f)) / LUMA_SCALE;
    }
  }
}
