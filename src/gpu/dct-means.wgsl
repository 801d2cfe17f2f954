// ½·ln of the means of D² over the cells of a map, one workgroup for a cell (x) of a tile (y). D is luma's orthonormal
// DCT-II; with V, the DFT of the reordered plane, and w(k) = exp(-iπk/2·SIDE) it is
//   D(ky, kx) = s(ky)·s(kx)·½Re( w(ky)·( w(kx)·V(ky, kx) + conj(w(kx))·V(ky, -kx) ) ),
// for 2·cos(a)·cos(b) = cos(a + b) + cos(a - b); s(k) = √(2/SIDE), but s(0) = √(1/SIDE). The filter's gain is
// 1 + rise(ky) + rise(kx) with rise(k) = 4·EMPHASIS·sin²(πk/2·SIDE).

// DCT_FLOOR of src/spectrum/spectra.ts, handed over when the pipeline is made.
override DCT_FLOOR: f32;
// EMPHASIS of src/spectrum/emphasis.ts, handed over when the pipeline is made.
override EMPHASIS: f32;
// `tileLayout` in tile-layout.ts
override RESULTS: u32;
override DCT_RESULTS: u32;
const MAP_SIDE = 32u; // MAP_SIDE in src/spectrum/plane-bins.ts

@group(0) @binding(0) var<storage, read> spectra: array<vec2f>;
// s(k)·w(k) from `dctTurns`
@group(0) @binding(1) var<storage, read> turns: array<vec2f>;
@group(0) @binding(2) var<storage, read> levels: array<i32>;
@group(0) @binding(3) var<storage, read_write> results: array<f32>;

fn multiply(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn conjugate(a: vec2f) -> vec2f {
  return vec2f(a.x, -a.y);
}

fn rise(k: u32) -> f32 {
  return 2.0 * EMPHASIS * f32(SIDE) * turns[k].y * turns[k].y;
}

fn coefficient(plane: u32, ky: u32, kx: u32) -> f32 {
  let mirrored = kx > SIDE / 2u;
  let column = select(kx, SIDE - kx, mirrored);
  let own = spectra[plane + ky * HALF_WIDTH + column];
  let opposite = conjugate(spectra[plane + (SIDE - ky) % SIDE * HALF_WIDTH + column]);
  let at_kx = select(own, opposite, mirrored);
  let at_minus_kx = select(opposite, own, mirrored);
  let row = multiply(turns[kx], at_kx) + multiply(conjugate(turns[kx]), at_minus_kx);
  return 0.5 * multiply(turns[ky], row).x;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn average_dct(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let cell = SIDE / MAP_SIDE;
  let top = group.x / MAP_SIDE * cell;
  let left = group.x % MAP_SIDE * cell;
  let plane = (group.y * PLANES + REORDERED) * SIDE * HALF_WIDTH;
  let own = group.y * LEVELS;
  let emphasised =
    is_emphasised(REORDERED, levels[own + TRACE], levels[own + BRIGHTEST], levels[own + DARKEST]);
  var sum = 0.0;
  for (var i = thread; i < cell * cell; i += WORKGROUP_SIZE) {
    let ky = top + i / cell;
    let kx = left + i % cell;
    let d = coefficient(plane, ky, kx) / select(1.0, 1.0 + rise(ky) + rise(kx), emphasised);
    sum += d * d;
  }
  let total = workgroup_sum(thread, vec4f(sum));
  if (thread == 0u) {
    let mean = total.x / f32(cell * cell);
    results[group.y * RESULTS + DCT_RESULTS + group.x] = 0.5 * log(max(mean, DCT_FLOOR * DCT_FLOOR));
  }
}
