/** Makes a fixture set of any size: product families that use every section the way real ones do. */

type Entries = Record<string, unknown>;

export interface FixtureSet {
  readonly parts: Entries;
  readonly boms: Entries;
  readonly procedures: Entries;
  readonly inventory: Entries;
  readonly runs: Entries;
  readonly installations: Entries;
}

/** Parts in an assembly. */
const COMPONENTS = 9;

const componentsOf = (family: string): string[] =>
  Array.from({ length: COMPONENTS }, (_, index) => `${family}-c${index + 1}`);

const partsOf = (family: string): Entries => ({
  [family]: { partNumber: `ASM-${family}`, description: `Assembly ${family}`, trackingType: 'SERIAL' },
  ...Object.fromEntries(
    componentsOf(family).map(part => [part, { partNumber: `CMP-${part}`, trackingType: 'LOT', cost: 1.25 }]),
  ),
});

const bomOf = (family: string): unknown => ({
  part: family,
  status: 'RELEASED',
  items: componentsOf(family).map((part, index) => ({ part, quantity: index + 1 })),
});

const procedureOf = (family: string): unknown => ({
  title: `Build ${family}`,
  type: 'BUILD',
  status: 'RELEASED',
  parts: [family],
  steps: {
    prepare: { title: 'Prepare' },
    assemble: { title: 'Assemble', after: ['prepare'], content: 'Fit the parts in the order of the list.' },
    test: { title: 'Test', after: ['assemble'], fields: { Current: { type: 'NUMBER', unit: 'A', required: true } } },
  },
});

const inventoryOf = (family: string): Entries => ({
  [`${family}-unit`]: { part: family, serialNumber: `SN-${family}` },
  ...Object.fromEntries(
    componentsOf(family).map(part => [`${part}-lot`, { part, lotNumber: `LOT-${part}`, quantity: 100 }]),
  ),
});

const runOf = (family: string): unknown => ({
  title: `Build SN-${family}`,
  procedure: family,
  inventory: `${family}-unit`,
  steps: { prepare: { status: 'COMPLETE' }, assemble: { status: 'IN_PROGRESS' } },
});

const installationsOf = (family: string): Entries =>
  Object.fromEntries(
    componentsOf(family).map((part, index) => [
      part,
      { into: `${family}-unit`, inventory: `${part}-lot`, quantity: index + 1 },
    ]),
  );

const merge = (families: readonly string[], make: (family: string) => Entries): Entries =>
  Object.assign({}, ...families.map(make));

const one = (families: readonly string[], make: (family: string) => unknown): Entries =>
  Object.fromEntries(families.map(family => [family, make(family)]));

/** The fixture set of so many families, about 50 entities each. The same number gives the same set. */
export const largeSet = (size: number): FixtureSet => {
  const families = Array.from({ length: size }, (_, index) => `f${index + 1}`);
  return {
    parts: merge(families, partsOf),
    boms: one(families, bomOf),
    procedures: one(families, procedureOf),
    inventory: merge(families, inventoryOf),
    runs: one(families, runOf),
    installations: merge(families, installationsOf),
  };
};
