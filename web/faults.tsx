// The fault rules that stand: which requests they meet, what then happens, and how often it did.
import { type Activity, type Fault, useActivity } from './activity.ts';
import { inDigits, Title } from './elements.tsx';
import { type Column, Table } from './entity-list.tsx';
import { hrefOf } from './route.ts';

const faultsOf = ({ faults }: Activity) => faults;

const meets = ({ operation, kind, probability, after, count }: Fault['rule']): string => {
  const what = operation ?? (kind === undefined ? 'every operation' : kind === 'query' ? 'queries' : 'mutations');
  return [
    what,
    probability === undefined ? '' : `with probability ${inDigits(probability)}`,
    after === undefined ? '' : `after the first ${inDigits(after)}`,
    count === undefined ? '' : `at most ${inDigits(count)} times`,
  ]
    .filter(Boolean)
    .join(', ');
};

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const Effect = ({ effect: { type, ...details } }: Fault['rule']) => (
  <>
    {type.replaceAll('-', ' ')}
    {Object.entries(details).map(([name, value]) => (
      <span key={name} class="note">
        {' '}
        {name} <span class="code">{shown(value)}</span>
      </span>
    ))}
  </>
);

type Row = Fault & { readonly id: number };

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Rule', cell: ({ name }) => <span class="code">{name}</span> },
  { head: 'Meets', cell: ({ rule }) => meets(rule) },
  { head: 'Effect', cell: ({ rule }) => <Effect {...rule} /> },
  { head: 'Selected', cell: ({ selected }) => inDigits(selected), numeric: true },
  { head: 'Took effect', cell: ({ fired }) => inDigits(fired), numeric: true },
];

export const Faults = () => {
  const faults = useActivity(faultsOf);
  return (
    <>
      <Title text="Faults">
        <p class="lead">Rules that disturb what clients ask. They never disturb this page.</p>
      </Title>
      {faults.length === 0 ? (
        <p class="empty">
          No rule stands, so nothing is disturbed. Tests add rules with <code>sandbox.faults.add(…)</code>; what rules
          did to requests is among the <a href={hrefOf(['requests'])}>requests</a>.
        </p>
      ) : (
        <Table caption="Fault rules" columns={COLUMNS} rows={faults.map((fault, id) => ({ ...fault, id }))} />
      )}
    </>
  );
};
