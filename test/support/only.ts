/** The part of a service that a test needs; use of anything else fails by name. */
export function only<T extends object>(given: { readonly [Name in keyof T]?: Partial<T[Name]> }): T {
  return new Proxy(given, {
    get(target, name, receiver) {
      if (!(name in target)) throw new Error(`The test gives no "${String(name)}"`);
      return Reflect.get(target, name, receiver);
    },
  }) as T;
}
