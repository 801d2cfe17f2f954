// The planes of a tile in thousandths of a grey level, exact integers. CHANNEL_WEIGHTS of src/spectrum/channels.ts
// comes before this text when the shader is made.

@group(0) @binding(1) var<storage, read> rgba: array<u32>;

fn weighted(channel: u32, pixel: u32) -> i32 {
  return dot(CHANNEL_WEIGHTS[channel], vec3i((vec3u(pixel) >> vec3u(0u, 8u, 16u)) & vec3u(255u)));
}

// `first` is where the tile begins in `rgba`.
fn luma(first: u32, x: u32, y: u32) -> i32 {
  return weighted(0u, rgba[first + y * SIDE + x]);
}

fn trace(first: u32, x: u32, y: u32) -> i32 {
  let last = SIDE - 1u;
  let twice = 2 * luma(first, x, y);
  return abs(luma(first, max(x, 1u) - 1u, y) - twice + luma(first, min(x + 1u, last), y))
    + abs(luma(first, x, max(y, 1u) - 1u) - twice + luma(first, x, min(y + 1u, last)));
}

// Makhoul's order (1980): even places ascending, then odd ones descending. Its DFT is the DCT up to a turn.
fn reordered(place: u32) -> u32 {
  return select(2u * (SIDE - place) - 1u, 2u * place, place < SIDE / 2u);
}

fn level(plane: u32, first: u32, x: u32, y: u32) -> i32 {
  if (plane == TRACE) {
    return trace(first, x, y);
  }
  return weighted(plane % REORDERED, rgba[first + y * SIDE + x]);
}
