/**
 * Where each bin of a square DFT belongs. A real tile's DFT is Hermitian, so only columns `0 … side/2` are kept:
 * the *half plane*, row-major, `side × (side/2 + 1)`, row `ky` holding frequency `ky` or `ky - side`.
 */
export const halfPlaneWidth = (side: number): number => side / 2 + 1;

/** Number of rings in the azimuthal average: 88, 179, 360, 722 for sides of 128, 256, 512, 1024. */
export const ringCount = (side: number): number => Math.trunc(Math.SQRT2 * ((side - 1) / 2)) - 1;

/** Number of radial bins around DC, each one frequency step wide. */
export const radialBinCount = (side: number): number => Math.floor(side / Math.SQRT2);

/** Normalised radial frequency `k_r` at the middle of a radial bin; 1 is the corner of the plane. */
export const radialBinFrequency = (bin: number, side: number): number => ((bin + 0.5) * Math.SQRT2) / side;

/** Radial frequency of ring `ring` of an azimuthal average as a share of the Nyquist frequency (1 = 0.5 cycles/pixel). */
export const ringFrequency = (ring: number, side: number): number => (2 * (ring + 1.5)) / side;

/** Bins as lists of half-plane positions, each standing for one or two positions of the full plane. */
export interface PlaneBinning {
  bins: number;
  /** Bin `b` owns `positions[starts[b]] … positions[starts[b+1] - 1]`. */
  starts: Uint32Array<ArrayBuffer>;
  /** Half-plane positions; one that stands for two full-plane positions in the same bin is listed twice. */
  positions: Uint32Array<ArrayBuffer>;
}

/**
 * Rings of Durall's published code on the shifted plane: `int(hypot(x - (W-1)/2, y - (H-1)/2))`, whose centre lies
 * between pixels, not on DC. The first and the last ring are dropped, the corners kept.
 */
export function azimuthalRings(side: number): PlaneBinning {
  const centre = (side - 1) / 2;
  return collectBins(side, ringCount(side), (kx, ky) => {
    const ring = Math.trunc(Math.hypot(kx + side / 2 - centre, ky + side / 2 - centre));
    return ring - 1;
  });
}

/** Radial bins of one frequency step around DC; the plane's corner joins the last. */
export function radialBins(side: number): PlaneBinning {
  const bins = radialBinCount(side);
  return collectBins(side, bins, (kx, ky) => Math.min(bins - 1, Math.floor(Math.hypot(kx, ky))));
}

/**
 * Lists the full plane's positions by bin.
 * @param binOf bin of the frequency pair, each in `-side/2 … side/2 - 1`; outside `0 … bins-1`: dropped
 */
export function collectBins(
  side: number,
  bins: number,
  binOf: (kx: number, ky: number) => number,
): PlaneBinning {
  const width = halfPlaneWidth(side);
  const lists: number[][] = Array.from({ length: bins }, () => []);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const bin = binOf(x < side / 2 ? x : x - side, y < side / 2 ? y : y - side);
      if (bin < 0 || bin >= bins) continue;
      const mirrored = x > side / 2;
      const row = mirrored ? (side - y) % side : y;
      lists[bin].push(row * width + (mirrored ? side - x : x));
    }
  }
  const starts = new Uint32Array(bins + 1);
  for (let bin = 0; bin < bins; bin++) starts[bin + 1] = starts[bin] + lists[bin].length;
  const positions = new Uint32Array(starts[bins]);
  for (let bin = 0; bin < bins; bin++)
    positions.set(
      lists[bin].sort((a, b) => a - b),
      starts[bin],
    );
  return { bins, starts, positions };
}
