// Inventory: the list of units and lots, and one of them with its as-built tree.
import { AsBuiltTree } from './as-built-tree.tsx';
import {
  attributeFacts,
  Facts,
  inDigits,
  inWords,
  None,
  Problem,
  Section,
  Status,
  Title,
  unread,
} from './elements.tsx';
import { EntityList, type ListDefinition, Table } from './entity-list.tsx';
import {
  IssueLink,
  inARow,
  PartLink,
  type PartName,
  type Titled,
  UnitLink,
  type Unit as UnitName,
  unitName,
} from './links.tsx';
import type { Route } from './route.ts';
import { RUN_COLUMNS, type RunProgress } from './runs.tsx';
import { useAnswer } from './use-answer.ts';

interface InventoryRow extends UnitName {
  readonly quantity: number;
  readonly status: string | null;
  readonly part: (PartName & { readonly description: string | null }) | null;
  readonly location: { readonly name: string } | null;
}

const LIST: ListDefinition<InventoryRow> = {
  title: 'Inventory',
  noun: 'inventory',
  nouns: 'inventories',
  path: 'inventory',
  placeholder: 'Serial, lot or part number',
  states: ['AVAILABLE', 'WIP', 'INSTALLED', 'KITTED', 'ON_ORDER', 'UNAVAILABLE', 'SCRAPPED'],
  document: `query SandboxPage_partInventories($filters: PartInventoriesInputFilters, $first: Int, $after: String) {
    rows: partInventories(filters: $filters, first: $first, after: $after, sort: [PART_ID_ASC, SERIAL_NUMBER_ASC, ID_ASC]) {
      pageInfo { totalCount }
      edges { node { id serialNumber lotNumber quantity status part { id partNumber description } location { name } } }
    }
  }`,
  filtersOf: text => ({
    or_: [
      { serialNumber: { ilike: `%${text}%` } },
      { lotNumber: { ilike: `%${text}%` } },
      { part: { partNumber: { ilike: `%${text}%` } } },
    ],
  }),
  columns: [
    { head: 'Serial or lot', cell: row => <UnitLink unit={row} /> },
    { head: 'Part', cell: ({ part }) => <PartLink part={part} /> },
    { head: 'Description', cell: ({ part }) => part?.description ?? <None />, secondary: true },
    { head: 'Location', cell: ({ location }) => location?.name ?? <None />, secondary: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    { head: 'Quantity', cell: ({ quantity }) => inDigits(quantity), numeric: true },
  ],
};

export const Inventory = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface UnitAnswer {
  readonly partInventory:
    | (InventoryRow & {
        readonly trackingType: string | null;
        readonly quantityAvailable: number | null;
        readonly quantityScrapped: number | null;
        readonly supplier: { readonly name: string } | null;
        readonly unitOfMeasure: { readonly type: string } | null;
        readonly attributes: readonly { readonly key: string; readonly value: unknown }[] | null;
        readonly issues: readonly Titled[] | null;
        readonly runs: readonly RunProgress[] | null;
        readonly buildRequirements: readonly { readonly id: number }[] | null;
        readonly abomInstallations:
          | readonly {
              readonly id: number;
              readonly buildRequirement: {
                readonly partInventories:
                  | readonly (UnitName & { readonly part: { readonly partNumber: string } })[]
                  | null;
              } | null;
            }[]
          | null;
      })
    | null;
}

const UNIT = `query SandboxPage_partInventory($id: ID!) {
  partInventory(id: $id) {
    id serialNumber lotNumber quantity quantityAvailable quantityScrapped status trackingType
    part { id partNumber description } location { name } supplier { name } unitOfMeasure { type }
    attributes { key value } issues { id title }
    runs { id title status percentComplete }
    buildRequirements { id }
    abomInstallations { id buildRequirement { partInventories { id serialNumber lotNumber part { partNumber } } } }
  }
}`;

export const Unit = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<UnitAnswer>(UNIT, { id });
  const unit = data?.partInventory;
  if (unit == null) return unread(`Inventory ${id}`, problem);
  const name = unitName(unit);
  const runs = unit.runs ?? [];
  const parents = (unit.abomInstallations ?? []).flatMap(
    ({ buildRequirement }) => buildRequirement?.partInventories ?? [],
  );
  return (
    <>
      <Title text={name} kind={unit.serialNumber === null && unit.lotNumber !== null ? 'Lot' : 'Unit'}>
        <p class="lead">
          {unit.part === null ? null : (
            <>
              <PartLink part={unit.part} /> {unit.part.description}
            </>
          )}
        </p>
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={unit.status} /> },
          { name: 'Quantity', value: `${inDigits(unit.quantity)} ${unit.unitOfMeasure?.type ?? ''}` },
          { name: 'Available', value: unit.quantityAvailable === null ? null : inDigits(unit.quantityAvailable) },
          { name: 'Scrapped', value: unit.quantityScrapped ? inDigits(unit.quantityScrapped) : null },
          { name: 'Tracking', value: unit.trackingType === null ? null : inWords(unit.trackingType) },
          { name: 'Location', value: unit.location?.name },
          { name: 'Supplier', value: unit.supplier?.name },
          { name: 'Issues', value: inARow(unit.issues, issue => <IssueLink issue={issue} />) },
          {
            name: 'Installed in',
            value: inARow(parents, parent => (
              <>
                <UnitLink unit={parent} /> <span class="muted">{parent.part.partNumber}</span>
              </>
            )),
          },
          ...attributeFacts(unit.attributes),
        ]}
      />
      {(unit.buildRequirements ?? []).length === 0 ? null : (
        <Section title="As built">
          <AsBuiltTree unitId={unit.id} name={name} />
        </Section>
      )}
      {runs.length === 0 ? null : (
        <Section title="Runs">
          <Table caption="Runs" columns={RUN_COLUMNS} rows={runs} />
        </Section>
      )}
    </>
  );
};
