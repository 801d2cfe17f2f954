import pLimit from 'p-limit';
import { type Analysis, MOST_PIXELS, type Reason } from '../analysis.ts';
import { detect } from '../detector/detect.ts';
import { featuresOf, relativeProfile } from '../detector/features.ts';
import type { Models } from '../detector/model-files.ts';
import { pictureKind } from '../detector/picture-kind.ts';
import { VIEW_SIDE } from '../detector/tower-view.ts';
import { readClaims } from '../provenance/read-claims.ts';
import { DECAY_THRESHOLD } from '../spectrum/decay-fit.ts';
import type { TileBatch } from '../spectrum/spectra.ts';
import { cutTiles } from './cut-tiles.ts';
import type { DecodedPicture } from './decoded-picture.ts';
import { inspectBytes } from './inspect-bytes.ts';
import { joinTiles } from './join-tiles.ts';
import type { SpectrumEngine, StagedPicture } from './spectrum-engine.ts';
import { createTileBatcher, type PictureSpectra } from './tile-batcher.ts';
import { readTowerView } from './tower-picture.ts';
import { usableTiles } from './usable-tiles.ts';

/** Decoded pictures held at a time: two of 64 megapixels are half a gigabyte. */
const DECODED_AT_A_TIME = 2;

export interface EngineOptions {
  spectra: SpectrumEngine;
  models: Models;
  /** @throws where the bytes can't be decoded */
  decode(bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<DecodedPicture>;
}

export interface EngineResult {
  analysis: Analysis;
  thumbnail: Blob | null;
  /** What the tower is to see of a measured picture: `[3, side, side]`, 0…255; null where the models know no tower. */
  view: Float32Array<ArrayBuffer> | null;
}

export interface Engine {
  /** One picture in, one analysis out. Never rejects: what goes wrong is a refusal with its reason. */
  analyze(bytes: Uint8Array<ArrayBuffer>): Promise<EngineResult>;
  /** A small copy for display, or null where the picture can't be decoded. */
  thumbnail(bytes: Uint8Array<ArrayBuffer>): Promise<Blob | null>;
}

/** The whole way of one picture: header, decoding, tiles, spectra, features, verdict. */
export function createEngine({ spectra, models, decode }: EngineOptions): Engine {
  const measureBytes = createTileBatcher((batch: TileBatch[]) => spectra.measure(joinTiles(batch)));
  const measureStaged = createTileBatcher(spectra.measureStaged);
  const limit = pLimit(DECODED_AT_A_TIME);

  /** Decodes, hands the picture to `use`, and lets go of it. */
  const withPicture = <Result>(
    bytes: Uint8Array<ArrayBuffer>,
    mediaType: string,
    use: (picture: DecodedPicture) => Promise<Result>,
  ): Promise<Result | Reason> =>
    limit(async () => {
      let picture: DecodedPicture;
      try {
        picture = await decode(bytes, mediaType);
      } catch {
        return 'damaged';
      }
      try {
        return picture.width * picture.height > MOST_PIXELS ? 'too-large' : await use(picture);
      } finally {
        picture.close();
      }
    });

  /** @param recut reads as bytes what was lost together with its device. */
  const measure = async (
    tiles: TileBatch | StagedPicture,
    recut: () => Promise<TileBatch | Reason>,
  ): Promise<PictureSpectra | Reason> => {
    if ('rgba' in tiles) return measureBytes(tiles);
    const measured = await measureStaged(tiles).catch(() => null);
    if (measured) return usableTiles(measured);
    const cut = await recut();
    return typeof cut === 'string' ? cut : measureBytes(cut);
  };

  return {
    async analyze(bytes) {
      const start = performance.now();
      const inspection = inspectBytes(bytes);
      const claims = await readClaims(bytes).catch(() => []);
      let spectraStart = start;
      let { width, height } = inspection;
      let thumbnail: Blob | null = null;
      let view: EngineResult['view'] = null;
      const finish = (outcome: Analysis['outcome'], decodeEnd: number, spectraEnd: number): EngineResult => {
        const milliseconds = {
          decode: decodeEnd - start,
          spectra: spectraEnd - decodeEnd,
          total: performance.now() - start,
        };
        return {
          analysis: { outcome, width, height, modelVersion: models.version, claims, milliseconds },
          thumbnail,
          view: outcome.kind === 'measured' ? view : null,
        };
      };
      const refuse = (reason: Reason): EngineResult =>
        finish({ kind: 'refused', reason }, spectraStart, spectraStart);

      if ('reason' in inspection) return refuse(inspection.reason);
      const { mediaType } = inspection;
      try {
        const tiles = await withPicture(bytes, mediaType, async (picture) => {
          ({ width, height } = picture);
          thumbnail = (await picture.thumbnail?.()) ?? null;
          const seen = await readTowerView(picture, VIEW_SIDE);
          const kind = pictureKind(seen, VIEW_SIDE);
          // In the view, what is cut out lies on black, as if it were drawn there.
          if (kind) return (await cutTiles(picture)) === 'transparent' ? 'transparent' : kind;
          if (models.house.stages.all) view = seen;
          return spectra.stage(picture) ?? cutTiles(picture);
        });
        spectraStart = performance.now();
        if (typeof tiles === 'string') return refuse(tiles);
        const measured = await measure(tiles, () => withPicture(bytes, mediaType, cutTiles));
        if (typeof measured === 'string') return refuse(measured);
        const spectraEnd = performance.now();
        const { engine, first, count } = measured;
        const features = featuresOf(measured.spectra, first, count);
        if (!features) return refuse('featureless');
        return finish(
          {
            kind: 'measured',
            ...detect(models, features),
            tower: null,
            profile: relativeProfile(features),
            decay: { ...features.decay, threshold: DECAY_THRESHOLD },
            tiles: count,
            side: tiles.side,
            engine,
          },
          spectraStart,
          spectraEnd,
        );
      } catch {
        return refuse('engine-failed');
      }
    },
    async thumbnail(bytes) {
      const inspection = inspectBytes(bytes);
      if ('reason' in inspection) return null;
      const result = await withPicture(
        bytes,
        inspection.mediaType,
        async (picture) => (await picture.thumbnail?.()) ?? null,
      );
      return result instanceof Blob ? result : null;
    },
  };
}
