/** The values that fields hold, in both states. */

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

export type Fields = Readonly<Record<string, Value>>;

/** Whether a value is a mapping, and neither a list nor null. */
export function isMapping(value: unknown): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping that a value is; an empty one for anything else. */
export function mappingOf(value: Value | undefined): Fields {
  return isMapping(value) ? value : {};
}

/** What a mapping holds under a key that people chose: `constructor` is a key like any other. */
export function heldBy<Held>(mapping: Readonly<Record<string, Held>>, key: string): Held | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}
