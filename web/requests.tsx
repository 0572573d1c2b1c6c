// What clients ask of the sandbox, as it happens.
import { useState } from 'preact/hooks';
import { type Activity, type Figures, type LogEntry, useActivity } from './activity.ts';
import { Facts, inDigits, inWords, None, Section, Title } from './elements.tsx';
import { type Column, Table } from './entity-list.tsx';
import { hrefOf, type Route, replaceRoute } from './route.ts';

const SHOWN = 100;

const statisticsOf = ({ statistics }: Activity) => statistics;
const logOf = ({ log }: Activity) => log;

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

const MILLISECONDS = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const nameOf = ({ operation, fields }: LogEntry): string =>
  operation ?? (fields.length === 0 ? '(unreadable)' : fields.join(', '));

const Outcome = ({ status, errors }: LogEntry) => {
  const tone = status !== 200 ? 'bad' : errors.length > 0 ? 'warn' : 'good';
  return (
    <>
      <span class={`status ${tone}`}>{status === 0 ? 'connection reset' : status}</span>
      {errors.length === 0 ? null : <span class="note"> {[...new Set(errors)].join(', ')}</span>}
    </>
  );
};

type Row = LogEntry & { readonly id: number };

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Time', cell: ({ at }) => <time dateTime={at}>{CLOCK.format(new Date(at))}</time> },
  {
    head: 'Operation',
    cell: entry => (
      <>
        <span class="code">{nameOf(entry)}</span>
        {entry.fields.join() === nameOf(entry) || entry.operation === null ? null : (
          <span class="note secondary"> {[...new Set(entry.fields)].join(', ')}</span>
        )}
      </>
    ),
  },
  { head: 'Kind', cell: ({ kind }) => (kind === null ? <None /> : inWords(kind)), secondary: true },
  { head: 'Status', cell: Outcome },
  { head: 'Faults', cell: ({ faults }) => (faults.length === 0 ? <None /> : faults.join(', ')), secondary: true },
  { head: 'ms', cell: ({ ms }) => MILLISECONDS.format(ms), numeric: true },
];

interface FiguresRow extends Figures {
  readonly id: number;
  readonly name: string;
}

const FIGURES: readonly Column<FiguresRow>[] = [
  { head: 'Operation', cell: ({ name }) => <span class="code">{name}</span> },
  { head: 'Count', cell: ({ count }) => inDigits(count), numeric: true },
  { head: 'Median ms', cell: ({ p50 }) => MILLISECONDS.format(p50), numeric: true },
  { head: '95 % ms', cell: ({ p95 }) => MILLISECONDS.format(p95), numeric: true },
  { head: 'Longest ms', cell: ({ max }) => MILLISECONDS.format(max), numeric: true },
];

const figuresRows = (operations: Readonly<Record<string, Figures>>): readonly FiguresRow[] =>
  Object.entries(operations)
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, SHOWN)
    .map(([name, figures], id) => ({ id, name, ...figures }));

const isTrouble = ({ status, errors, faults }: LogEntry): boolean =>
  status !== 200 || errors.length > 0 || faults.length > 0;

const matching = (log: readonly LogEntry[], text: string, onlyTrouble: boolean): readonly Row[] =>
  log
    .filter(entry => !onlyTrouble || isTrouble(entry))
    .filter(entry => `${entry.operation ?? ''} ${entry.fields.join(' ')}`.toLowerCase().includes(text.toLowerCase()))
    .slice(0, SHOWN)
    .map(entry => ({ ...entry, id: entry.number }));

/** The log, or how it stood when the reader stopped it. */
const usePausableLog = () => {
  const live = useActivity(logOf);
  const [stopped, setStopped] = useState<readonly LogEntry[]>();
  const toggle = (): void => setStopped(stopped === undefined ? live : undefined);
  return { log: stopped ?? live, isStopped: stopped !== undefined, toggle };
};

const Log = ({ route }: { route: Route }) => {
  const { log, isStopped, toggle } = usePausableLog();
  const text = route.parameters.get('q') ?? '';
  const only = route.parameters.get('only') === 'trouble';
  const rows = matching(log, text, only);
  const go = (q: string, trouble: boolean): void =>
    replaceRoute(hrefOf(['requests'], { q, only: trouble ? 'trouble' : undefined }));
  return (
    <Section title="Log" note="newest first">
      <search class="tools">
        <label>
          <span class="unseen">Filter requests</span>
          <input
            type="search"
            value={text}
            placeholder="Operation or field"
            autocomplete="off"
            spellcheck={false}
            onInput={event => go(event.currentTarget.value, only)}
          />
        </label>
        <label class="check">
          <input type="checkbox" checked={only} onChange={event => go(text, event.currentTarget.checked)} /> Only errors
          and faults
        </label>
        <button type="button" aria-pressed={isStopped} onClick={toggle}>
          Hold still
        </button>
      </search>
      {rows.length === 0 ? (
        <p class="empty">
          {log.length === 0
            ? 'No client has asked anything yet. What this page reads is not counted.'
            : 'No request matches.'}
        </p>
      ) : (
        <Table caption="Requests, newest first" columns={COLUMNS} rows={rows} />
      )}
    </Section>
  );
};

export const Requests = ({ route }: { route: Route }) => {
  const { requests, queries, mutations, peakInFlight, operations } = useActivity(statisticsOf);
  const figures = figuresRows(operations);
  return (
    <>
      <Title text="Requests">
        <p class="lead">What clients asked since the sandbox started, without what this page reads.</p>
      </Title>
      <Facts
        of={[
          { name: 'Requests', value: inDigits(requests) },
          { name: 'Queries', value: inDigits(queries) },
          { name: 'Mutations', value: inDigits(mutations) },
          { name: 'Most at once', value: inDigits(peakInFlight) },
        ]}
      />
      <Log route={route} />
      {figures.length === 0 ? null : (
        <Section title="By operation">
          <Table caption="Figures by operation" columns={FIGURES} rows={figures} />
        </Section>
      )}
    </>
  );
};
