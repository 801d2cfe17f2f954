import type { ModelFile } from '../detector/model-files.ts';
import { checkTowerModel, type TowerFile, type TowerModel } from '../detector/tower-model.ts';

/** The tower's files: a description, and graphs and weights that are read when they are needed. */
export interface TowerFiles {
  description: ModelFile<TowerModel>;
  /** @throws Error where the file can't be read or is another one than the description's */
  read(part: TowerFile): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * @param readFile gives the bytes of a file that lies beside `tower.json`, or of that itself
 * @param version which one is expected; any, if left out
 * @throws Error where there is no description, or where it doesn't fit this code or the expected version
 */
export async function openTowerFiles(
  readFile: (name: string) => Promise<Uint8Array<ArrayBuffer>>,
  version?: string,
): Promise<TowerFiles> {
  const description = checkTowerModel(JSON.parse(new TextDecoder().decode(await readFile('tower.json'))));
  if (version !== undefined && description.version !== version) {
    throw new Error(
      `models/tower.json: expected version ${JSON.stringify(version)}, found ${JSON.stringify(description.version)}`,
    );
  }
  return {
    description,
    async read({ file, sha256 }) {
      const bytes = await readFile(file);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      if (found !== sha256) throw new Error(`models/${file}: expected SHA-256 ${sha256}, found ${found}`);
      return bytes;
    },
  };
}
