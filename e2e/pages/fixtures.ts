/** A page that shows pictures in one of the ways of the web. Buttons on it do what a page's own scripts would. */
export interface Fixture {
  /** Its file is `NAME.html`, its path at the page server `/fixtures/NAME.html`. */
  name: string;
  title: string;
  /** What a reader who clicks through should look for. */
  lookFor: string;
  /** Names of the pictures, all machine-made, that are found at first in a window of 1280 × 800. */
  expected: string[];
  /** Those of them that can't be read a second time, so that nothing can be said about them. */
  unreadable?: string[];
  /** The page's own policy, for its response's header. */
  policy?: string;
}

export const FIXTURES: Fixture[] = [
  {
    name: 'images',
    title: 'Images',
    lookFor:
      'Marks on four pictures; the buttons bring other ones, and the lazy one below is marked when it comes.',
    expected: ['first', 'narrow', 'plain', 'source'],
  },
  {
    name: 'backgrounds',
    title: 'Backgrounds',
    lookFor: 'Marks on all that shows a picture; the buttons and the pointer bring more.',
    expected: ['after', 'before', 'before', 'content', 'layer', 'own', 'set-1x', 'variable'],
  },
  {
    name: 'elements',
    title: 'Other elements',
    lookFor: 'Marks on seven elements, none of them an <img>.',
    expected: ['embed', 'input', 'object', 'poster', 'svg', 'untyped', 'xlink'],
  },
  {
    name: 'addresses',
    title: 'Addresses',
    lookFor: 'Marks on five pictures that come from no server.',
    expected: Array.from({ length: 5 }, () => 'Embedded picture'),
  },
  {
    name: 'shadow',
    title: 'Shadow roots',
    lookFor: 'Marks inside of two nested roots, and on an element defined later.',
    expected: ['nested', 'shadow', 'slotted'],
  },
  {
    name: 'frames',
    title: 'Frames',
    lookFor: 'A mark in each of seven frames.',
    expected: ['blank', 'blob', 'framed', 'framed', 'framed', 'srcdoc', 'written'],
  },
  {
    name: 'overlays',
    title: 'Over the page',
    lookFor: 'Marks over pictures in a dialog, a popover, a lightbox and in fullscreen.',
    expected: ['thumbnail'],
  },
  {
    name: 'places',
    title: 'Places',
    lookFor:
      'Marks that keep to pictures which move, scroll, and lie over each other; five, for one picture is covered and one has faded.',
    expected: ['behind', 'clipped', 'faded', 'front', 'moving', 'scaled', 'turned'],
  },
  {
    name: 'changes',
    title: 'Changing pages',
    lookFor:
      'Marks follow: other pages of one application, a list that uses its elements again, a feed without end.',
    expected: ['feed-1-0', 'one', 'row-0', 'row-1', 'row-2'],
  },
  {
    name: 'servers',
    title: 'Servers',
    lookFor: 'Marks on all but the last, whose server knows that it is not the page that asks again.',
    expected: [
      ...['own', 'shared', 'anonymous', 'kept', 'kept-background', 'not-stored', 'revalidated', 'moved'],
      ...['slow', 'member', 'linked', 'hotlinked', 'guarded'],
    ],
    unreadable: ['guarded'],
  },
  {
    name: 'cursor',
    title: 'Under the cursor',
    lookFor:
      'A right click on each and “Analyze this image” opens its card, also where no mark comes by itself.',
    expected: ['behind', 'wrapped', 'through', 'spaced', 'inside', 'opened', 'drawn'],
  },
  {
    name: 'policy',
    title: 'A strict policy',
    lookFor: 'Marks on the two pictures that the page may show; the others are not asked for.',
    expected: ['allowed', 'allowed-background'],
    policy:
      "default-src 'none'; img-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
];
