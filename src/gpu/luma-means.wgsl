// Means over lists of half-plane positions of luma, one workgroup for a list (x) of a tile (y): first the lists of
// which logarithms are averaged, then those of which powers are. `lumaLists` in tile-layout.ts sets their order.

// amplitudeFloor(SIDE) of src/spectrum/spectra.ts, handed over when the pipeline is made.
override AMPLITUDE_FLOOR: f32;
// `tileLayout` in tile-layout.ts
override RESULTS: u32;
override LOGARITHMS: u32;

@group(0) @binding(0) var<storage, read> spectra: array<vec2f>;
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> positions: array<u32>;
@group(0) @binding(3) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn average_luma(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let begin = starts[group.x];
  let end = starts[group.x + 1u];
  let first = group.y * PLANES * SIDE * HALF_WIDTH;
  let logarithms = group.x < LOGARITHMS;
  var sum = 0.0;
  for (var i = begin + thread; i < end; i += WORKGROUP_SIZE) {
    let f = spectra[first + positions[i]];
    let power = dot(f, f);
    sum += select(power, 10.0 * log(max(power, AMPLITUDE_FLOOR * AMPLITUDE_FLOOR)), logarithms);
  }
  let total = workgroup_sum(thread, vec4f(sum));
  if (thread == 0u) {
    results[group.y * RESULTS + group.x] = total.x / f32(end - begin);
  }
}
