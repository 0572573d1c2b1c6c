/** Work that is done once for an object, however often its result is asked for. */

/** `workOut`, whose result is kept for as long as the object is; it must depend on nothing that changes. */
export function perObject<K extends object, V>(workOut: (object: K) => V): (object: K) => V {
  const results = new WeakMap<K, { readonly value: V }>();
  return object => {
    const known = results.get(object);
    if (known) return known.value;
    const value = workOut(object);
    results.set(object, { value });
    return value;
  };
}
