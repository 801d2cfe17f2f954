import { urlsIn } from './urls-in.ts';

const PSEUDO_ELEMENTS = ['::before', '::after'] as const;
/** Asking for styles of pseudo-elements takes ten times as long as for an element's own. */
const ENOUGH_LOOKS = 16;
const MOST_KINDS = 1000;

/** How many elements of a name and class have been seen that have no pseudo-elements. */
const bare = new Map<string, number>();

/**
 * Addresses of the pictures that styles give an element, its `::before` and its `::after`, front ones first. Of an
 * `image-set()` all are named; only the chosen one is ever loaded.
 * @param isThorough whether to look for pseudo-elements even where many elements of the same name and class had none
 */
export function styleAddresses(element: Element, isThorough: boolean): string[] {
  if (element instanceof SVGElement && !(element instanceof SVGSVGElement)) return [];
  const own = addressesOf(getComputedStyle(element));
  const kind = `${element.localName} ${element.className}`;
  const looks = bare.get(kind) ?? 0;
  if (!isThorough && looks >= ENOUGH_LOOKS) return own;
  const styles = PSEUDO_ELEMENTS.map((name) => getComputedStyle(element, name));
  // Without content it is not there, whatever its other styles say.
  const there = styles.filter(({ content }) => content !== 'none');
  if (bare.size > MOST_KINDS) bare.clear();
  if (there.length === 0) bare.set(kind, looks + 1);
  else bare.delete(kind);
  return [...own, ...there.flatMap(addressesOf)];
}

const addressesOf = ({ content, backgroundImage }: CSSStyleDeclaration): string[] => [
  ...urlsIn(content),
  ...urlsIn(backgroundImage),
];
