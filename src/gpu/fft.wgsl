// Forward Stockham transforms of SIDE complex points, POINTS / SIDE of them side by side in a workgroup.
// A thread keeps eight points of one transform: thread `lane` holds points lane + m·SIDE/8 before and after every
// step. So the first step takes them straight from where they come from, the last leaves them in natural order,
// and workgroup memory is only needed in between.

const WORKGROUP_SIZE = 256u; // WORKGROUP_SIZE in pipelines.ts
const POINTS = 2048u; // POINTS_PER_WORKGROUP in pipelines.ts; eight bytes each fill the 16 kB every GPU has
const POINTS_PER_THREAD = 8u; // POINTS / WORKGROUP_SIZE, and the largest radix
const SQRT_HALF = 0.70710678118654752;

alias Points = array<vec2f, POINTS_PER_THREAD>;

// exp(-2πi·t/SIDE) from `twiddleTable`: the language's own sin and cos may be off by 2⁻¹¹.
@group(0) @binding(0) var<storage, read> twiddles: array<vec2f>;

var<workgroup> exchange: array<vec2f, POINTS>;

// Where a thread's transform lies in `exchange`.
struct Place {
  lane: u32,
  first: u32,
  stride: u32,
}

// The exclusive or spreads the strided writes of a step over all memory banks.
fn slot(place: Place, point: u32) -> u32 {
  let at = place.first + point * place.stride;
  return at ^ ((at >> 3u) & 15u);
}

fn multiply(a: vec2f, b: vec2f) -> vec2f {
  return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

fn times_minus_i(a: vec2f) -> vec2f {
  return vec2f(a.y, -a.x);
}

// Output r of butterfly b is element b + r·8/radix, as is its input.
fn butterflies_of_2(v: Points) -> Points {
  return Points(
    v[0] + v[4], v[1] + v[5], v[2] + v[6], v[3] + v[7],
    v[0] - v[4], v[1] - v[5], v[2] - v[6], v[3] - v[7],
  );
}

fn butterflies_of_4(v: Points) -> Points {
  let s = butterflies_of_2(v);
  let even = times_minus_i(s[6]);
  let odd = times_minus_i(s[7]);
  return Points(
    s[0] + s[2], s[1] + s[3], s[4] + even, s[5] + odd,
    s[0] - s[2], s[1] - s[3], s[4] - even, s[5] - odd,
  );
}

fn butterfly_of_8(v: Points) -> Points {
  let s = butterflies_of_4(v);
  let turned_1 = SQRT_HALF * (s[3] + times_minus_i(s[3]));
  let turned_2 = times_minus_i(s[5]);
  let turned_3 = SQRT_HALF * (times_minus_i(s[7]) - s[7]);
  return Points(
    s[0] + s[1], s[2] + turned_1, s[4] + turned_2, s[6] + turned_3,
    s[0] - s[1], s[2] - turned_1, s[4] - turned_2, s[6] - turned_3,
  );
}

// To be called by the whole workgroup: it holds barriers. A caller that writes to `exchange` afterwards needs one
// of its own before that.
fn transform(points: Points, place: Place) -> Points {
  var v = points;
  let lanes = SIDE / POINTS_PER_THREAD;
  for (var span = 1u; span < SIDE; span *= min(POINTS_PER_THREAD, SIDE / span)) {
    let radix = min(POINTS_PER_THREAD, SIDE / span);
    let butterflies = POINTS_PER_THREAD / radix;

    if (span > 1u) {
      let turn = SIDE / (span * radix);
      for (var m = butterflies; m < POINTS_PER_THREAD; m++) {
        let k = (place.lane + (m % butterflies) * lanes) % span;
        v[m] = multiply(v[m], twiddles[k * (m / butterflies) * turn]);
      }
    }

    switch radix {
      case 2u: { v = butterflies_of_2(v); }
      case 4u: { v = butterflies_of_4(v); }
      default: { v = butterfly_of_8(v); }
    }

    if (span * radix < SIDE) {
      if (span > 1u) {
        workgroupBarrier();
      }
      for (var m = 0u; m < POINTS_PER_THREAD; m++) {
        let j = place.lane + (m % butterflies) * lanes;
        let k = j % span;
        exchange[slot(place, (j - k) * radix + k + (m / butterflies) * span)] = v[m];
      }
      workgroupBarrier();
      for (var m = 0u; m < POINTS_PER_THREAD; m++) {
        v[m] = exchange[slot(place, place.lane + m * lanes)];
      }
    }
  }
  return v;
}
