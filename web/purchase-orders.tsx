// Purchase orders: the list, and one order with its lines, fees and what of it was received.
import {
  attributeFacts,
  Facts,
  inDigits,
  inWords,
  None,
  Problem,
  plural,
  Section,
  Status,
  Time,
  Title,
  unread,
} from './elements.tsx';
import { type Column, EntityList, type ListDefinition, Table } from './entity-list.tsx';
import { inARow, OrderLink, PartLink, type PartName, type Unit, UnitLink } from './links.tsx';
import { plainText } from './plain-text.ts';
import type { Route } from './route.ts';
import { useAnswer } from './use-answer.ts';

interface OrderRow {
  readonly id: number;
  readonly description: string | null;
  readonly status: string | null;
  readonly estimatedTotalCost: number | null;
  readonly currency: { readonly type: string } | null;
  readonly supplier: { readonly name: string } | null;
  readonly _PurchaseOrderLinesCount: number | null;
}

const FIELDS = 'id description status estimatedTotalCost currency { type } supplier { name } _PurchaseOrderLinesCount';

/** 12.5 USD; ION's currencies are names of the organisation's own. */
const money = (amount: number, currency: OrderRow['currency']): string =>
  `${inDigits(amount)} ${currency?.type ?? ''}`.trim();

const LIST: ListDefinition<OrderRow> = {
  title: 'Purchase orders',
  noun: 'purchase order',
  path: 'purchase-orders',
  placeholder: 'Description, supplier or part number',
  states: ['DRAFT', 'REQUESTED', 'APPROVED', 'ORDERED', 'RECEIVED', 'CANCELED'],
  document: `query SandboxPage_purchaseOrders($filters: PurchaseOrdersInputFilters, $first: Int, $after: String) {
    rows: purchaseOrders(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node { ${FIELDS} } }
    }
  }`,
  filtersOf: text => ({
    or_: [
      { description: { ilike: `%${text}%` } },
      { supplier: { name: { ilike: `%${text}%` } } },
      { purchaseOrderLines: { part: { partNumber: { ilike: `%${text}%` } } } },
    ],
  }),
  columns: [
    { head: 'Order', cell: ({ id }) => <OrderLink id={id} /> },
    { head: 'Description', cell: ({ description }) => description ?? <None />, secondary: true },
    { head: 'Supplier', cell: ({ supplier }) => supplier?.name ?? <None /> },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    {
      head: 'Lines',
      cell: ({ _PurchaseOrderLinesCount }) => _PurchaseOrderLinesCount ?? 0,
      numeric: true,
      secondary: true,
    },
    {
      head: 'Total',
      cell: ({ estimatedTotalCost, currency }) =>
        estimatedTotalCost === null ? <None /> : money(estimatedTotalCost, currency),
      numeric: true,
    },
  ],
};

export const PurchaseOrders = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface ReceiptItem {
  readonly id: number;
  readonly quantity: number;
  readonly receipt: { readonly receivedAt: string; readonly receivedBy: { readonly name: string } | null } | null;
  readonly partInventory: Unit | null;
}

interface Line {
  readonly id: number;
  readonly position: number | null;
  readonly description: string | null;
  readonly status: string;
  readonly quantity: number;
  readonly receivedQuantity: number | null;
  readonly cost: number | null;
  readonly needDate: string | null;
  readonly part: PartName | null;
  readonly partInventories: readonly Unit[] | null;
  readonly receiptItems: readonly ReceiptItem[] | null;
}

interface Fee {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly value: number;
}

interface OrderAnswer {
  readonly purchaseOrder:
    | (OrderRow & {
        readonly estimatedCost: number | null;
        readonly orderedAt: string | null;
        readonly needDate: string | null;
        readonly estimatedArrivalDate: string | null;
        readonly paid: boolean | null;
        readonly supplierInstructions: unknown;
        readonly assignedTo: { readonly name: string } | null;
        readonly shipToLocation: { readonly name: string } | null;
        readonly billToLocation: { readonly name: string } | null;
        readonly attributes: readonly { readonly key: string; readonly value: unknown }[] | null;
        readonly fees: readonly Fee[] | null;
        readonly purchaseOrderLines: readonly Line[] | null;
      })
    | null;
}

const ORDER = `query SandboxPage_purchaseOrder($id: ID!) {
  purchaseOrder(id: $id) {
    ${FIELDS} estimatedCost orderedAt needDate estimatedArrivalDate paid supplierInstructions
    assignedTo { name } shipToLocation { name } billToLocation { name } attributes { key value }
    fees { id name type value }
    purchaseOrderLines {
      id position description status quantity receivedQuantity cost needDate
      part { id partNumber } partInventories { id serialNumber lotNumber }
      receiptItems {
        id quantity receipt { receivedAt receivedBy { name } } partInventory { id serialNumber lotNumber }
      }
    }
  }
}`;

const LINES: readonly Column<Line>[] = [
  { head: 'Line', cell: ({ id, position }) => position ?? `#${id}` },
  { head: 'Part', cell: ({ part }) => <PartLink part={part} /> },
  { head: 'Description', cell: ({ description }) => description ?? <None />, secondary: true },
  { head: 'Status', cell: ({ status }) => <Status of={status} />, secondary: true },
  { head: 'Quantity', cell: ({ quantity }) => inDigits(quantity), numeric: true },
  { head: 'Received', cell: ({ receivedQuantity }) => inDigits(receivedQuantity ?? 0), numeric: true },
  {
    head: 'Unit cost',
    cell: ({ cost }) => (cost === null ? <None /> : inDigits(cost)),
    numeric: true,
    secondary: true,
  },
  {
    head: 'Inventory',
    cell: ({ partInventories }) => inARow(partInventories, unit => <UnitLink unit={unit} />) ?? <None />,
  },
];

const FEES: readonly Column<Fee>[] = [
  { head: 'Fee', cell: ({ name }) => name },
  { head: 'Type', cell: ({ type }) => inWords(type) },
  { head: 'Value', cell: ({ type, value }) => `${inDigits(value)}${type === 'PERCENTAGE' ? '%' : ''}`, numeric: true },
];

interface Received extends ReceiptItem {
  readonly line: Line;
}

const RECEIVED: readonly Column<Received>[] = [
  { head: 'Received', cell: ({ receipt }) => <Time at={receipt?.receivedAt} /> },
  { head: 'By', cell: ({ receipt }) => receipt?.receivedBy?.name ?? <None />, secondary: true },
  { head: 'Line', cell: ({ line }) => line.position ?? `#${line.id}` },
  { head: 'Part', cell: ({ line }) => <PartLink part={line.part} />, secondary: true },
  { head: 'Inventory', cell: ({ partInventory }) => <UnitLink unit={partInventory} /> },
  { head: 'Quantity', cell: ({ quantity }) => inDigits(quantity), numeric: true },
];

/** Every item of a receipt that is for a line of the order, the earliest first. */
const receivedOf = (lines: readonly Line[]): readonly Received[] =>
  lines
    .flatMap(line => (line.receiptItems ?? []).map(item => ({ ...item, line })))
    .sort((a, b) => (a.receipt?.receivedAt ?? '').localeCompare(b.receipt?.receivedAt ?? '') || a.id - b.id);

const byPosition = (lines: readonly Line[]): readonly Line[] =>
  [...lines].sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id);

export const PurchaseOrder = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<OrderAnswer>(ORDER, { id });
  const order = data?.purchaseOrder;
  if (order == null) return unread(`Purchase order ${id}`, problem);
  const lines = byPosition(order.purchaseOrderLines ?? []);
  const fees = order.fees ?? [];
  const received = receivedOf(lines);
  const instructions = plainText(order.supplierInstructions);
  const amount = (value: number | null) => (value === null ? null : money(value, order.currency));
  return (
    <>
      <Title text={`Purchase order ${order.id}`}>
        <p class="lead">{order.description}</p>
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={order.status} /> },
          { name: 'Supplier', value: order.supplier?.name },
          { name: 'Lines', value: amount(order.estimatedCost) },
          { name: 'With fees', value: amount(order.estimatedTotalCost) },
          { name: 'Paid', value: order.paid === null ? null : order.paid ? 'Yes' : 'No' },
          { name: 'Ordered', value: order.orderedAt && <Time at={order.orderedAt} /> },
          { name: 'Needed', value: order.needDate && <Time at={order.needDate} /> },
          { name: 'Expected', value: order.estimatedArrivalDate && <Time at={order.estimatedArrivalDate} /> },
          { name: 'Ship to', value: order.shipToLocation?.name },
          { name: 'Bill to', value: order.billToLocation?.name },
          { name: 'Assigned to', value: order.assignedTo?.name },
          ...attributeFacts(order.attributes),
        ]}
      />
      <Section title="Lines" note={plural(lines.length, 'line')}>
        {lines.length === 0 ? null : <Table caption="Lines" columns={LINES} rows={lines} />}
      </Section>
      {fees.length === 0 ? null : (
        <Section title="Fees">
          <Table caption="Fees" columns={FEES} rows={fees} />
        </Section>
      )}
      {received.length === 0 ? null : (
        <Section title="Received">
          <Table caption="Received" columns={RECEIVED} rows={received} />
        </Section>
      )}
      {instructions === '' ? null : (
        <Section title="Instructions to the supplier">
          <p class="text">{instructions}</p>
        </Section>
      )}
    </>
  );
};
