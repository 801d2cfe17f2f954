import type { TileSide } from '../spectrum/spectra.ts';
import { MOST_TILES } from '../spectrum/tiles.ts';
import { withErrorScopes } from './error-scopes.ts';

/** Textures in use at most, one a picture: 128 MB where tiles are 256². */
const MOST_IN_USE = 32;
/** Textures kept for the next pictures. */
const MOST_FREE = 8;

/** Tiles of one picture on the GPU, one a layer. */
export interface StagedTiles {
  side: TileSide;
  count: number;
  texture: GPUTexture;
  /** What the device found wrong with the copying, if anything. */
  failure: Promise<Error | undefined>;
}

/** Texture arrays of one device, used again for one picture after the other. */
export interface TileTextures {
  /**
   * Copies the squares of `side` at `origins`, as they are and nothing else of the picture.
   *
   * @param origins at most `MOST_TILES`.
   * @returns null where too many pictures are on the GPU already.
   * @throws DOMException where the source can't be copied from.
   */
  fill(
    source: GPUCopyExternalImageSource,
    side: TileSide,
    origins: readonly { x: number; y: number }[],
  ): StagedTiles | null;
  /** Takes a picture's texture back. */
  release(tiles: StagedTiles): void;
  /** Frees every texture that is not in use, and the others as soon as they come back. */
  destroy(): void;
}

/** @param owner first word of the textures' labels. */
export function createTileTextures(device: GPUDevice, owner: string): TileTextures {
  const free: GPUTexture[] = [];
  let mostFree = MOST_FREE;
  let inUse = 0;

  const take = (side: TileSide): GPUTexture => {
    const at = free.findIndex(({ width }) => width === side);
    if (at >= 0) return free.splice(at, 1)[0];
    return device.createTexture({
      label: `${owner} tiles of ${side}²`,
      size: [side, side, MOST_TILES],
      format: 'rgba8unorm',
      // Copies of external images ask for the first two.
      usage: GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
    });
  };

  return {
    fill(source, side, origins) {
      if (inUse === MOST_IN_USE) return null;
      const { result: texture, failure } = withErrorScopes(device, () => {
        const taken = take(side);
        for (const [z, origin] of origins.entries()) {
          device.queue.copyExternalImageToTexture({ source, origin }, { texture: taken, origin: { z } }, [
            side,
            side,
          ]);
        }
        return taken;
      });
      inUse++;
      return { side, count: origins.length, texture, failure: failure.catch((error: Error) => error) };
    },
    release({ texture }) {
      inUse--;
      if (free.length < mostFree) free.push(texture);
      else texture.destroy();
    },
    destroy() {
      mostFree = 0;
      for (const texture of free.splice(0)) texture.destroy();
    },
  };
}
