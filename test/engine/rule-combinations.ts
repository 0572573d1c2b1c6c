/** What the sandbox's switches can be set to, all of it. */
import type { Rules } from '../../src/sandbox/index.ts';

/** Every switch with all its settings; one that is missing here does not compile. */
const SETTINGS: { readonly [Name in keyof Rules]: readonly Rules[Name][] } = {
  directRelease: [true, false],
  buildRequirementsAt: ['inventory', 'run'],
  approvals: [0, 1],
  approvedPartProcedures: [false, true],
};

/** Each switch alone the other way, and all of them. */
export const FLIPS: readonly Partial<Rules>[] = [
  ...Object.entries(SETTINGS).map(([name, [, other]]) => ({ [name]: other })),
  Object.fromEntries(Object.entries(SETTINGS).map(([name, [, other]]) => [name, other])),
];

export const COMBINATIONS = Object.entries(SETTINGS).reduce<readonly Partial<Rules>[]>(
  (all, [name, settings]) => all.flatMap(rules => settings.map(setting => ({ ...rules, [name]: setting }))),
  [{}],
);
