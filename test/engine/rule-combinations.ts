/** What the sandbox's switches can be set to, all of it. */
import { RULE_SETTINGS, type Rules } from '../../src/sandbox/index.ts';

/** Each switch alone the other way, and all of them. */
export const FLIPS: readonly Partial<Rules>[] = [
  ...Object.entries(RULE_SETTINGS).map(([name, [, other]]) => ({ [name]: other })),
  Object.fromEntries(Object.entries(RULE_SETTINGS).map(([name, [, other]]) => [name, other])),
];

export const COMBINATIONS = Object.entries(RULE_SETTINGS).reduce<readonly Partial<Rules>[]>(
  (all, [name, settings]) => all.flatMap(rules => settings.map(setting => ({ ...rules, [name]: setting }))),
  [{}],
);
