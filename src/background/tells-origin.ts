/** By the names that browsers know, old ones included: whether other sites are told where a picture is shown. */
const POLICIES: Record<string, boolean> = {
  'no-referrer': false,
  never: false,
  'same-origin': false,
  'no-referrer-when-downgrade': true,
  default: true,
  origin: true,
  'strict-origin': true,
  'origin-when-cross-origin': true,
  'origin-when-crossorigin': true,
  'strict-origin-when-cross-origin': true,
  'unsafe-url': true,
  always: true,
};

/**
 * Whether a page tells the servers of its pictures its origin.
 * @param policy referrer policies, separated by commas, of which the last that is known counts; other sites are told the
 * origin where there is none
 */
export function tellsOrigin(policy: string): boolean {
  const names = policy
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return POLICIES[names.findLast((name) => Object.hasOwn(POLICIES, name)) ?? 'default'] ?? true;
}
