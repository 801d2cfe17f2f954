/** For tests: the same object, seemingly with other properties or methods. */
export function disguised<T extends object>(object: T, overrides: Partial<Record<keyof T, unknown>>): T {
  return new Proxy(object, {
    get(target, key) {
      if (key in overrides) return Reflect.get(overrides, key);
      const value = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
