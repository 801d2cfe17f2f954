import house from '../../models/house.json';
import type { HouseModel, ModelFile } from '../detector/model-files.ts';

/** The deciding model alone, for who needs no other; `bundledModels` checks it together with its parts. */
export const bundledHouse = (): HouseModel => (house as ModelFile<HouseModel>).model;
