/**
 * Decodes the kind of BMP that is in use: without compression, 24 or 32 bits a pixel. sharp knows none.
 * @throws Error where the file is another one or cut short
 */
export function decodeBmp(bytes: Uint8Array): { data: Uint8Array; width: number; height: number } {
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, width, signedHeight] = [10, 18, 22].map((at) => file.getInt32(at, true));
  const channels = file.getUint16(28, true) / 8;
  if (file.getUint16(0) !== 0x424d || ![3, 4].includes(channels) || file.getUint32(30, true) !== 0) {
    throw new Error('not an uncompressed BMP');
  }
  const height = Math.abs(signedHeight);
  const stride = Math.ceil((width * channels) / 4) * 4;
  if (start + stride * height > bytes.length) throw new Error('a BMP cut short');
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    // Rows go upwards unless the height is negative.
    const row = start + stride * (signedHeight > 0 ? height - 1 - y : y);
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) data[(y * width + x) * 4 + c] = bytes[row + x * channels + 2 - c];
    }
  }
  return { data, width, height };
}
