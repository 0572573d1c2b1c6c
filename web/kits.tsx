// Kits: the list with how far each is issued, and one kit with what it asks for and what it got.
import {
  attributeFacts,
  Facts,
  inDigits,
  None,
  Problem,
  Progress,
  Section,
  Status,
  Title,
  unread,
} from './elements.tsx';
import { type Column, EntityList, type ListDefinition, Table } from './entity-list.tsx';
import { inARow, KitLink, PartLink, type PartName, RunLink, type Titled, type Unit, UnitLink } from './links.tsx';
import type { Route } from './route.ts';
import { useAnswer } from './use-answer.ts';

interface KitRow {
  readonly id: number;
  readonly status: string;
  readonly percentKitted: number | null;
  readonly _PartKitItemsCount: number | null;
  readonly run: Titled | null;
  readonly deliveryLocation: { readonly name: string } | null;
}

const FIELDS = 'id status percentKitted _PartKitItemsCount run { id title } deliveryLocation { name }';

const LIST: ListDefinition<KitRow> = {
  title: 'Kits',
  noun: 'kit',
  path: 'kits',
  placeholder: 'Run, part number or location',
  states: ['DRAFT', 'REQUESTED', 'IN_PROGRESS', 'DELIVERED', 'COMPLETED', 'CANCELED'],
  document: `query SandboxPage_partKits($filters: PartKitsInputFilters, $first: Int, $after: String) {
    rows: partKits(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node { ${FIELDS} } }
    }
  }`,
  filtersOf: text => ({
    or_: [
      { run: { title: { ilike: `%${text}%` } } },
      { partKitItems: { part: { partNumber: { ilike: `%${text}%` } } } },
      { deliveryLocation: { name: { ilike: `%${text}%` } } },
    ],
  }),
  columns: [
    { head: 'Kit', cell: ({ id }) => <KitLink id={id} /> },
    { head: 'Run', cell: ({ run }) => <RunLink run={run} /> },
    { head: 'Deliver to', cell: ({ deliveryLocation }) => deliveryLocation?.name ?? <None />, secondary: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    { head: 'Items', cell: ({ _PartKitItemsCount }) => _PartKitItemsCount ?? 0, numeric: true, secondary: true },
    {
      head: 'Issued',
      cell: ({ id, percentKitted }) => <Progress percent={percentKitted} label={`Kit ${id} issued`} />,
    },
  ],
};

export const Kits = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface Item {
  readonly id: number;
  readonly quantity: number;
  readonly quantityFulfilled: number | null;
  readonly part: (PartName & { readonly description: string | null }) | null;
  readonly partInventories: readonly Unit[] | null;
}

interface KitAnswer {
  readonly partKit:
    | (KitRow & {
        readonly location: { readonly name: string } | null;
        readonly assignedTo: { readonly name: string } | null;
        readonly assignedTeam: { readonly name: string } | null;
        readonly attributes: readonly { readonly key: string; readonly value: unknown }[] | null;
        readonly partKitItems: readonly Item[] | null;
      })
    | null;
}

const KIT = `query SandboxPage_partKit($id: ID!) {
  partKit(id: $id) {
    ${FIELDS} location { name } assignedTo { name } assignedTeam { name } attributes { key value }
    partKitItems {
      id quantity quantityFulfilled part { id partNumber description } partInventories { id serialNumber lotNumber }
    }
  }
}`;

const ITEMS: readonly Column<Item>[] = [
  { head: 'Part', cell: ({ part }) => <PartLink part={part} /> },
  { head: 'Description', cell: ({ part }) => part?.description ?? <None />, secondary: true },
  { head: 'Quantity', cell: ({ quantity }) => inDigits(quantity), numeric: true },
  { head: 'Issued', cell: ({ quantityFulfilled }) => inDigits(quantityFulfilled ?? 0), numeric: true },
  {
    head: 'From inventory',
    cell: ({ partInventories }) => inARow(partInventories, unit => <UnitLink unit={unit} />) ?? <None />,
  },
];

export const Kit = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<KitAnswer>(KIT, { id });
  const kit = data?.partKit;
  if (kit == null) return unread(`Kit ${id}`, problem);
  const items = kit.partKitItems ?? [];
  return (
    <>
      <Title text={`Kit ${kit.id}`}>
        <Progress percent={kit.percentKitted} label="Issued" />
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={kit.status} /> },
          { name: 'Run', value: kit.run && <RunLink run={kit.run} /> },
          { name: 'Location', value: kit.location?.name },
          { name: 'Deliver to', value: kit.deliveryLocation?.name },
          { name: 'Assigned to', value: kit.assignedTo?.name },
          { name: 'Team', value: kit.assignedTeam?.name },
          ...attributeFacts(kit.attributes),
        ]}
      />
      <Section title="Items">
        {items.length === 0 ? <p class="empty">The kit has no items.</p> : null}
        {items.length === 0 ? null : <Table caption="Items" columns={ITEMS} rows={items} />}
      </Section>
    </>
  );
};
