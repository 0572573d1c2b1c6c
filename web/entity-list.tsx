// One list of ION's entities: a filter, a table, and pages of it, all of them in the address.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { inDigits, inWords, Problem, plural, Title } from './elements.tsx';
import { hrefOf, type Route, replaceRoute } from './route.ts';
import { useAnswer } from './use-answer.ts';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly numeric?: boolean;
  /** Not shown in narrow windows. */
  readonly secondary?: boolean;
}

export interface ListDefinition<Row> {
  readonly title: string;
  /** One entity, in ION's words. */
  readonly noun: string;
  readonly nouns?: string;
  /** The first part of the view's address. */
  readonly path: string;
  /** Answers `rows`, a connection, for `$filters`, `$first` and `$after`. */
  readonly document: string;
  readonly placeholder: string;
  readonly filtersOf: (text: string) => Readonly<Record<string, unknown>>;
  readonly states?: readonly string[];
  readonly columns: readonly Column<Row>[];
}

interface Page<Row> {
  readonly rows: {
    readonly pageInfo: { readonly totalCount: number };
    readonly edges: readonly { readonly node: Row & { readonly id: number } }[];
  } | null;
}

const SIZE = 50;

const DEBOUNCE_MS = 200;

/** ION's cursors are the base64 of `arrayconnection:N`, N being the row's index. */
const cursorBefore = (index: number): string | null => (index === 0 ? null : btoa(`arrayconnection:${index - 1}`));

const filtersFor = <Row,>({ filtersOf }: ListDefinition<Row>, text: string, state: string) => ({
  ...(text === '' ? {} : filtersOf(text)),
  ...(state === '' ? {} : { status: { eq: state } }),
});

const Filter = ({ list, route }: { list: ListDefinition<never>; route: Route }) => {
  const known = route.parameters.get('q') ?? '';
  const state = route.parameters.get('status') ?? '';
  const [text, setText] = useState(known);
  useEffect(() => setText(known), [known]);
  useEffect(() => {
    if (text === known) return;
    const waiting = setTimeout(() => replaceRoute(hrefOf([list.path], { q: text, status: state })), DEBOUNCE_MS);
    return () => clearTimeout(waiting);
  }, [text, known, state, list.path]);
  return (
    <search class="filter">
      <label>
        <span class="unseen">Filter {list.title.toLowerCase()}</span>
        <input
          type="search"
          value={text}
          placeholder={list.placeholder}
          autocomplete="off"
          spellcheck={false}
          onInput={event => setText(event.currentTarget.value)}
        />
      </label>
      {list.states === undefined ? null : (
        <label>
          <span class="unseen">Status</span>
          <select
            value={state}
            onChange={event => replaceRoute(hrefOf([list.path], { q: text, status: event.currentTarget.value }))}
          >
            <option value="">Any status</option>
            {list.states.map(one => (
              <option key={one} value={one}>
                {inWords(one)}
              </option>
            ))}
          </select>
        </label>
      )}
    </search>
  );
};

/** A table of rows; the first column names the row. */
export const Table = <Row extends { readonly id: number }>({
  caption,
  columns,
  rows,
  busy = false,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  busy?: boolean;
}) => (
  <table aria-busy={busy}>
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        {columns.map(column => (
          <th key={column.head} scope="col" class={classOf(column)}>
            {column.head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(row => (
        <tr key={row.id}>
          {columns.map((column, index) =>
            index === 0 ? (
              <th key={column.head} scope="row" class={classOf(column)}>
                {column.cell(row)}
              </th>
            ) : (
              <td key={column.head} class={classOf(column)}>
                {column.cell(row)}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);

const classOf = ({ numeric, secondary }: Column<never>): string =>
  [numeric === true ? 'numeric' : '', secondary === true ? 'secondary' : ''].filter(Boolean).join(' ');

const Pages = ({
  list,
  route,
  page,
  total,
}: {
  list: ListDefinition<never>;
  route: Route;
  page: number;
  total: number;
}) => {
  const last = Math.max(1, Math.ceil(total / SIZE));
  if (last === 1) return null;
  const q = route.parameters.get('q') ?? undefined;
  const status = route.parameters.get('status') ?? undefined;
  const link = (to: number, text: string) =>
    to < 1 || to > last ? (
      <span class="muted">{text}</span>
    ) : (
      <a href={hrefOf([list.path], { q, status, page: to === 1 ? undefined : to })}>{text}</a>
    );
  return (
    <nav class="pages" aria-label="Pages">
      {link(page - 1, 'Previous')}
      <span>
        Page {inDigits(page)} of {inDigits(last)}
      </span>
      {link(page + 1, 'Next')}
    </nav>
  );
};

const Empty = ({ nouns, filtered }: { nouns: string; filtered: boolean }) => (
  <p class="empty">{filtered ? `No ${nouns} match.` : `There are no ${nouns} yet.`}</p>
);

export const EntityList = <Row extends { readonly id: number }>({
  list,
  route,
}: {
  list: ListDefinition<Row>;
  route: Route;
}) => {
  const page = Math.max(1, Number(route.parameters.get('page')) || 1);
  const text = route.parameters.get('q') ?? '';
  const state = route.parameters.get('status') ?? '';
  const filters = filtersFor(list, text, state);
  const variables = { filters, first: SIZE, after: cursorBefore((page - 1) * SIZE) };
  const { data, problem, busy } = useAnswer<Page<Row>>(list.document, variables);
  const total = data?.rows?.pageInfo.totalCount;
  const rows = data?.rows?.edges.map(({ node }) => node) ?? [];
  const nouns = list.nouns ?? `${list.noun}s`;
  const any = list as unknown as ListDefinition<never>;
  return (
    <>
      <Title text={list.title}>
        <p class="count" role="status">
          {total === undefined ? '' : plural(total, list.noun, nouns)}
        </p>
        <Filter list={any} route={route} />
      </Title>
      <Problem text={problem} />
      {total === 0 ? <Empty nouns={nouns} filtered={text !== '' || state !== ''} /> : null}
      {rows.length === 0 ? null : <Table caption={list.title} columns={list.columns} rows={rows} busy={busy} />}
      {total === undefined ? null : <Pages list={any} route={route} page={page} total={total} />}
    </>
  );
};
