/** A symbol, for a page can give a document any name by an element's `id`. */
const LIFE = Symbol.for('falloff');

/**
 * The life of the one instance in this document; null where another has it already, because a script was injected that
 * the manifest had brought. That one goes on: inspectors listen to it. An instance from before an update of the extension
 * lived in another JavaScript world and is not found here.
 */
export function claimDocument(): AbortController | null {
  const claimed = document as Document & { [LIFE]?: AbortController };
  if (claimed[LIFE]?.signal.aborted === false) return null;
  const life = new AbortController();
  claimed[LIFE] = life;
  return life;
}
