// LUMA_WEIGHTS of src/spectrum/luma.ts, handed over when the pipeline is made.
override RED: u32;
override GREEN: u32;
override BLUE: u32;

// Luma of a packed RGBA pixel in thousandths of a grey level, an exact integer.
fn luma(pixel: u32) -> u32 {
  return RED * (pixel & 255u) + GREEN * ((pixel >> 8u) & 255u) + BLUE * ((pixel >> 16u) & 255u);
}
