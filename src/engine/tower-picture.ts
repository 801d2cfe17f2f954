import { createViewMaker, planView } from '../detector/tower-view.ts';

/** Memory for the part of a picture that is being read. */
const STRIP_BYTES = 4 * 1024 * 1024;

/** A picture whose pixels can be read by rectangles. */
export interface ReadablePicture {
  width: number;
  height: number;
  /** Writes RGBA pixels (not premultiplied, no colour conversion), row by row, to `out`. */
  readRect(x: number, y: number, width: number, height: number, out: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The tower's view of a picture, read in strips: `[3, side, side]`, 0…255. */
export async function readTowerView(
  picture: ReadablePicture,
  side: number,
): Promise<Float32Array<ArrayBuffer>> {
  const plan = planView(picture.width, picture.height, side);
  const { left, top, width, height } = plan;
  const maker = createViewMaker(plan);
  const strip = Math.max(1, Math.min(height, Math.floor(STRIP_BYTES / (4 * width))));
  const pixels = new Uint8Array(4 * width * strip);
  for (let y = 0; y < height; y += strip) {
    const rows = Math.min(strip, height - y);
    const part = pixels.subarray(0, 4 * width * rows);
    await picture.readRect(left, top + y, width, rows, part);
    maker.addRows(part);
  }
  return maker.finish();
}
