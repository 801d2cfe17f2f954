/** A symbol, for a page can give a global any name by an element's `id`. */
const LIFE = Symbol.for('falloff');
const world = globalThis as typeof globalThis & { [LIFE]?: AbortController };

/**
 * Ends the instance that ran in this frame before, if any, and returns the life of this one. There is an older one
 * where the extension was updated, or where a script was injected that the manifest had brought already.
 */
export function takeOver(): AbortController {
  world[LIFE]?.abort();
  const life = new AbortController();
  world[LIFE] = life;
  return life;
}
