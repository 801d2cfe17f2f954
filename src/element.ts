type Attributes = Record<string, string>;
type Child = Node | string;

/** Makes an HTML element; strings become text, never markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  return furnish(document.createElement(tag), attributes, children);
}

/** Makes an SVG element; strings become text, never markup. */
export function svgElement<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  return furnish(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** The page's own element with this id. @throws TypeError where it is missing or of another kind. */
export function elementById<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`#${id} is no ${kind.name}`);
  return found;
}

function furnish<Kind extends Element>(target: Kind, attributes: Attributes, children: Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, value);
  target.append(...children);
  return target;
}
