// Means over radial bins of all that is measured of channels and of pairs of them, one workgroup for a bin (x) of a
// tile (y).

// amplitudeFloor(SIDE) of src/spectrum/spectra.ts, handed over when the pipeline is made.
override AMPLITUDE_FLOOR: f32;
// `tileLayout` in tile-layout.ts
override RESULTS: u32;
override RADIAL_RESULTS: u32;

@group(0) @binding(0) var<storage, read> spectra: array<vec2f>;
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> positions: array<u32>;
@group(0) @binding(3) var<storage, read_write> results: array<f32>;

@compute @workgroup_size(WORKGROUP_SIZE)
fn average_channels(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let begin = starts[group.x];
  let end = starts[group.x + 1u];
  let plane = SIDE * HALF_WIDTH;
  let first = group.y * PLANES * plane;
  var logarithms = vec4f();
  var powers = vec4f();
  // Of CHANNEL_PAIRS in src/spectrum/channels.ts; and the amplitude of luma.
  var products = vec4f();
  for (var i = begin + thread; i < end; i += WORKGROUP_SIZE) {
    let at = first + positions[i];
    let luma = spectra[at];
    let blue = spectra[at + plane];
    let red = spectra[at + 2u * plane];
    let trace = spectra[at + 3u * plane];
    let power = vec4f(dot(luma, luma), dot(blue, blue), dot(red, red), dot(trace, trace));
    logarithms += 10.0 * log(max(power, vec4f(AMPLITUDE_FLOOR * AMPLITUDE_FLOOR)));
    powers += power;
    products += vec4f(dot(luma, blue), dot(luma, red), dot(blue, red), sqrt(power.x));
  }
  let listed = f32(end - begin);
  logarithms = workgroup_sum(thread, logarithms) / listed;
  powers = workgroup_sum(thread, powers) / listed;
  products = workgroup_sum(thread, products) / listed;
  if (thread == 0u) {
    let bins = arrayLength(&starts) - 1u;
    let constant = length(spectra[first]);
    let out = group.y * RESULTS + RADIAL_RESULTS + group.x;
    results[out] = select(0.0, products.w / constant, constant > 0.0);
    for (var channel = 0u; channel < CHANNELS; channel++) {
      results[out + (1u + channel) * bins] = logarithms[channel];
      results[out + (5u + channel) * bins] = powers[channel];
    }
    for (var pair = 0u; pair < 3u; pair++) {
      results[out + (9u + pair) * bins] = products[pair];
    }
  }
}
