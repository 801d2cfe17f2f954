import azimuthal from '../../models/azimuthal.json';
import decay from '../../models/decay.json';
import house from '../../models/house.json';
import type { LogisticRegression } from '../detector/logistic-regression.ts';
import { type HouseModel, loadModels, type ModelFile, type Models } from '../detector/model-files.ts';
import type { NearestNeighbours } from '../detector/nearest-neighbours.ts';

/**
 * The models that ship with the extension. `loadModels` checks at run time what JSON can't promise to the compiler.
 * @throws Error where a file doesn't fit this code
 */
export const bundledModels = (): Models =>
  loadModels({
    azimuthal: azimuthal as ModelFile<LogisticRegression>,
    decay: decay as unknown as ModelFile<NearestNeighbours>,
    house: house as ModelFile<HouseModel>,
  });
