// Issues: the list, and one issue with what it is about and what is to be done.
import { attributeFacts, Facts, None, Problem, Section, Status, Time, Title, unread } from './elements.tsx';
import { type Column, EntityList, type ListDefinition, Table } from './entity-list.tsx';
import {
  IssueLink,
  inARow,
  OrderLink,
  PartLink,
  type PartName,
  RunLink,
  type Titled,
  type Unit,
  UnitLink,
} from './links.tsx';
import { plainText } from './plain-text.ts';
import type { Route } from './route.ts';
import { useAnswer } from './use-answer.ts';

interface Inventory extends Unit {
  readonly status: string | null;
  readonly part: PartName | null;
}

interface StepOfRun extends Titled {
  readonly run: Titled | null;
}

interface IssueRow {
  readonly id: number;
  readonly title: string | null;
  readonly status: string;
  readonly partInventories: readonly Inventory[] | null;
  readonly runStep: StepOfRun | null;
  readonly assignedTo: { readonly name: string } | null;
}

const FIELDS = `id title status assignedTo { name } runStep { id title run { id title } }
  partInventories { id serialNumber lotNumber status part { id partNumber } }`;

const LIST: ListDefinition<IssueRow> = {
  title: 'Issues',
  noun: 'issue',
  path: 'issues',
  placeholder: 'Title, serial, lot or part number',
  states: ['PENDING', 'IN_PROGRESS', 'IN_REVIEW', 'RESOLVED'],
  document: `query SandboxPage_issues($filters: IssueInputFilters, $first: Int, $after: String) {
    rows: issues(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node { ${FIELDS} } }
    }
  }`,
  filtersOf: text => ({
    or_: [
      { title: { ilike: `%${text}%` } },
      { partInventories: { serialNumber: { ilike: `%${text}%` } } },
      { partInventories: { lotNumber: { ilike: `%${text}%` } } },
      { partInventories: { part: { partNumber: { ilike: `%${text}%` } } } },
    ],
  }),
  columns: [
    { head: 'Title', cell: issue => <IssueLink issue={issue} /> },
    {
      head: 'Inventory',
      cell: ({ partInventories }) => inARow(partInventories, unit => <UnitLink unit={unit} />) ?? <None />,
    },
    { head: 'Run', cell: ({ runStep }) => <RunLink run={runStep?.run ?? null} />, secondary: true },
    { head: 'Assigned to', cell: ({ assignedTo }) => assignedTo?.name ?? <None />, secondary: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
  ],
};

export const Issues = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface IssueAnswer {
  readonly issue:
    | (IssueRow & {
        readonly _created: string | null;
        readonly causeCondition: unknown;
        readonly expectedCondition: unknown;
        readonly disposition: unknown;
        readonly issueDispositionType: { readonly title: string | null } | null;
        readonly assignedTeam: { readonly name: string } | null;
        readonly createdBy: { readonly name: string } | null;
        readonly mustCloseByRunStep: StepOfRun | null;
        readonly purchaseOrderLine: { readonly purchaseOrder: { readonly id: number } | null } | null;
        readonly fixPartInventory: Unit | null;
        readonly relatedIssues: readonly Titled[] | null;
        readonly attributes: readonly { readonly key: string; readonly value: unknown }[] | null;
      })
    | null;
}

const ISSUE = `query SandboxPage_issue($id: ID!) {
  issue(id: $id) {
    ${FIELDS} _created causeCondition expectedCondition disposition issueDispositionType { title }
    assignedTeam { name } createdBy { name } mustCloseByRunStep { id title run { id title } }
    purchaseOrderLine { purchaseOrder { id } } fixPartInventory { id serialNumber lotNumber }
    relatedIssues { id title } attributes { key value }
  }
}`;

const INVENTORIES: readonly Column<Inventory>[] = [
  { head: 'Serial or lot', cell: unit => <UnitLink unit={unit} /> },
  { head: 'Part', cell: ({ part }) => <PartLink part={part} /> },
  { head: 'Status', cell: ({ status }) => <Status of={status} /> },
];

/** A step, with the way to the run that it stands in. */
const StepPlace = ({ step: { title, run } }: { step: StepOfRun }) => (
  <>
    {title}
    {run === null ? null : (
      <>
        {' in '}
        <RunLink run={run} />
      </>
    )}
  </>
);

const Content = ({ title, of }: { title: string; of: unknown }) => {
  const text = plainText(of);
  return text === '' ? null : (
    <Section title={title}>
      <p class="text">{text}</p>
    </Section>
  );
};

export const Issue = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<IssueAnswer>(ISSUE, { id });
  const issue = data?.issue;
  if (issue == null) return unread(`Issue ${id}`, problem);
  const { runStep, mustCloseByRunStep, fixPartInventory } = issue;
  const order = issue.purchaseOrderLine?.purchaseOrder;
  const inventories = issue.partInventories ?? [];
  return (
    <>
      <Title text={issue.title ?? `#${issue.id}`} kind="Issue" />
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={issue.status} /> },
          { name: 'Found at', value: runStep && <StepPlace step={runStep} /> },
          { name: 'To be closed by', value: mustCloseByRunStep && <StepPlace step={mustCloseByRunStep} /> },
          { name: 'Purchase order', value: order == null ? null : <OrderLink id={order.id} /> },
          { name: 'Disposition', value: issue.issueDispositionType?.title },
          { name: 'Fixed with', value: fixPartInventory && <UnitLink unit={fixPartInventory} /> },
          { name: 'Assigned to', value: issue.assignedTo?.name },
          { name: 'Team', value: issue.assignedTeam?.name },
          { name: 'Related', value: inARow(issue.relatedIssues, related => <IssueLink issue={related} />) },
          { name: 'Made', value: issue._created && <Time at={issue._created} /> },
          { name: 'Made by', value: issue.createdBy?.name },
          ...attributeFacts(issue.attributes),
        ]}
      />
      {inventories.length === 0 ? null : (
        <Section title="Inventory">
          <Table caption="Inventory" columns={INVENTORIES} rows={inventories} />
        </Section>
      )}
      <Content title="Cause" of={issue.causeCondition} />
      <Content title="Expected" of={issue.expectedCondition} />
      <Content title="What is to be done" of={issue.disposition} />
    </>
  );
};
