const WORKGROUP_SIZE = 64u;

var<workgroup> partial_sums: array<vec4f, WORKGROUP_SIZE>;

// To be called by the whole workgroup; the sum is for thread 0 alone. Numbers are added in an order of their own but
// always the same one, so results repeat exactly.
fn workgroup_sum(thread: u32, value: vec4f) -> vec4f {
  workgroupBarrier();
  partial_sums[thread] = value;
  for (var half = WORKGROUP_SIZE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (thread < half) {
      partial_sums[thread] += partial_sums[thread + half];
    }
  }
  return partial_sums[0];
}
