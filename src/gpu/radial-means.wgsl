// Means over the lists of positions in src/spectrum/rings.ts: one workgroup for a bin (x) of a tile (y). Sums run in
// an order of their own but always the same one, so results repeat exactly.

override SIDE: u32;
override HALF_WIDTH = SIDE / 2u + 1u; // halfPlaneWidth in src/spectrum/rings.ts
// amplitudeFloor(SIDE) of src/spectrum/spectra.ts, handed over when the pipeline is made.
override AMPLITUDE_FLOOR: f32;
const WORKGROUP_SIZE = 64u;

@group(0) @binding(0) var<storage, read> amplitudes: array<f32>;
@group(0) @binding(1) var<storage, read> starts: array<u32>;
@group(0) @binding(2) var<storage, read> positions: array<u32>;
@group(0) @binding(3) var<storage, read_write> means: array<f32>;

var<workgroup> partial_sums: array<f32, WORKGROUP_SIZE>;

// To be called by the whole workgroup; the sum is for thread 0 alone.
fn workgroup_sum(thread: u32, value: f32) -> f32 {
  partial_sums[thread] = value;
  for (var half = WORKGROUP_SIZE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      partial_sums[thread] += partial_sums[thread + half];
    }
  }
  return partial_sums[0];
}

fn mean_index(group: vec3u) -> u32 {
  let bins = arrayLength(&starts) - 1u;
  return group.y * bins + group.x;
}

fn first_amplitude(tile: u32) -> u32 {
  return tile * SIDE * HALF_WIDTH;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn average_logarithms(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let begin = starts[group.x];
  let end = starts[group.x + 1u];
  let first = first_amplitude(group.y);
  var sum = 0.0;
  for (var i = begin + thread; i < end; i += WORKGROUP_SIZE) {
    sum += log(max(amplitudes[first + positions[i]], AMPLITUDE_FLOOR));
  }
  let total = workgroup_sum(thread, sum);
  if (thread == 0u) {
    means[mean_index(group)] = 20.0 * total / f32(end - begin);
  }
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn average_amplitudes(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let begin = starts[group.x];
  let end = starts[group.x + 1u];
  let first = first_amplitude(group.y);
  var sum = 0.0;
  for (var i = begin + thread; i < end; i += WORKGROUP_SIZE) {
    sum += amplitudes[first + positions[i]];
  }
  let total = workgroup_sum(thread, sum);
  if (thread == 0u) {
    let constant = amplitudes[first];
    var mean = 0.0;
    if (constant > 0.0) {
      mean = total / (f32(end - begin) * constant);
    }
    means[mean_index(group)] = mean;
  }
}
