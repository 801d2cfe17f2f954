import { loadTower, type TowerModel, type TowerPart } from '../detector/tower-model.ts';

/** The tower's files: its model, and graphs and weights that are read when they are needed. */
export interface TowerFiles {
  model: TowerModel;
  /** @throws Error where the file can't be read or is another one than the model's */
  read(part: TowerPart): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * @param readFile gives the bytes of a file that lies beside `tower.json`, or of that itself
 * @param version the one that the deciding model was fitted over; any, if left out
 * @throws Error where there is no `tower.json`, or where it doesn't fit this code
 */
export async function openTowerFiles(
  readFile: (name: string) => Promise<Uint8Array<ArrayBuffer>>,
  version?: string,
): Promise<TowerFiles> {
  const description = new TextDecoder().decode(await readFile('tower.json'));
  return {
    model: loadTower(JSON.parse(description), version),
    async read({ file, digest }) {
      const bytes = await readFile(file);
      const sums = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const found = Array.from(sums, (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (found !== digest) throw new Error(`models/${file}: expected digest ${digest}, found ${found}`);
      return bytes;
    },
  };
}
