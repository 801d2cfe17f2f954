import { beforeEach, expect, test } from 'vitest';
import { acquireDevice } from './acquire-device.ts';
import { createNullGpu } from './create-null-gpu.ts';
import { disguised } from './disguised.ts';
import { createTileTextures, type StagedTiles, type TileTextures } from './tile-textures.ts';

/** WebGPU in Node has no pictures to copy from. */
let copies: GPUCopyExternalImageSourceInfo[];
let textures: TileTextures;
beforeEach(async () => {
  const acquired = await acquireDevice(createNullGpu());
  if (!acquired.device) throw new Error(acquired.reason);
  const { device } = acquired;
  copies = [];
  const copyExternalImageToTexture = (source: GPUCopyExternalImageSourceInfo) => copies.push(source);
  const queue = disguised(device.queue, { copyExternalImageToTexture });
  textures = createTileTextures(disguised(device, { queue }), 'test');
});

const source = {} as ImageBitmap;
const ORIGINS = [
  { x: 0, y: 0 },
  { x: 8, y: 16 },
];

function fill(side: 128 | 256 = 128): StagedTiles {
  const staged = textures.fill(source, side, ORIGINS);
  if (!staged) throw new Error('no texture');
  return staged;
}

test('copies one tile a layer, and uses a texture again for tiles of the same side', async () => {
  const first = fill();
  expect(first).toMatchObject({ side: 128, count: 2 });
  expect(await first.failure).toBeUndefined();
  expect(copies).toEqual(ORIGINS.map((origin) => ({ source, origin })));
  const second = fill();
  expect(second.texture).not.toBe(first.texture);
  textures.release(first);
  expect(fill(256).texture).not.toBe(first.texture);
  expect(fill().texture).toBe(first.texture);
});

test('holds a limited number of pictures', () => {
  const staged = Array.from({ length: 32 }, () => fill());
  expect(textures.fill(source, 128, ORIGINS)).toBeNull();
  textures.release(staged[0]);
  expect(textures.fill(source, 128, ORIGINS)).not.toBeNull();
});
