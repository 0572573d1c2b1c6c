// The first view: what the tenant holds, and how to reach it.
import { type Activity, tenantOf, useActivity } from './activity.ts';
import { inDigits, Problem, Section, Title } from './elements.tsx';
import { type Column, Table } from './entity-list.tsx';
import { type Unit, UnitLink } from './links.tsx';
import { hrefOf } from './route.ts';
import { RUN_COLUMNS, type RunProgress } from './runs.tsx';
import { useAnswer } from './use-answer.ts';

interface Count {
  readonly pageInfo: { readonly totalCount: number };
}

interface RunUnderWay extends RunProgress {
  readonly partInventory: Unit | null;
}

type Counts = Readonly<Record<string, Count | null>>;

type OverviewAnswer = Counts & {
  readonly underWay: { readonly edges: readonly { readonly node: RunUnderWay }[] } | null;
};

const [TITLE, , PROGRESS] = RUN_COLUMNS;

const UNDER_WAY: readonly Column<RunUnderWay>[] = [
  TITLE,
  { head: 'Unit', cell: ({ partInventory }) => <UnitLink unit={partInventory} /> },
  PROGRESS,
];

const COUNTS = `query SandboxPage_overview {
  parts(first: 1) { pageInfo { totalCount } }
  mboms(first: 1) { pageInfo { totalCount } }
  procedures(first: 1) { pageInfo { totalCount } }
  runs(first: 1) { pageInfo { totalCount } }
  partInventories(first: 1) { pageInfo { totalCount } }
  partKits(first: 1) { pageInfo { totalCount } }
  purchaseOrders(first: 1) { pageInfo { totalCount } }
  issues(first: 1) { pageInfo { totalCount } }
  underWay: runs(first: 8, filters: { status: { eq: IN_PROGRESS } }, sort: [ID_DESC]) {
    edges { node { id title status percentComplete partInventory { id serialNumber lotNumber } } }
  }
}`;

const TOKEN_PATH = 'realms/api-keys/protocol/openid-connect/token';

const address = (path: string): string => new URL(path, location.href.split('#')[0]).href;

const KINDS = [
  { name: 'parts', label: 'Parts', path: 'parts' },
  { name: 'mboms', label: 'mBOMs', path: 'parts' },
  { name: 'procedures', label: 'Procedures', path: 'procedures' },
  { name: 'runs', label: 'Runs', path: 'runs' },
  { name: 'partInventories', label: 'Inventories', path: 'inventory' },
  { name: 'partKits', label: 'Kits', path: 'kits' },
  { name: 'purchaseOrders', label: 'Purchase orders', path: 'purchase-orders' },
  { name: 'issues', label: 'Issues', path: 'issues' },
];

const clientOf = ({ clientId }: Activity): string => clientId;

const Figures = ({ counts }: { counts: Counts }) => (
  <ul class="figures">
    {KINDS.map(({ name, label, path }) => (
      <li key={name}>
        <a href={hrefOf([path])}>
          <span class="big">{inDigits(counts[name]?.pageInfo.totalCount ?? 0)}</span> {label}
        </a>
      </li>
    ))}
  </ul>
);

/** Without a configuration the first tenant is the target `sandbox`, and no other is one. */
const Empty = ({ tenant }: { tenant: string | null }) => (
  <Section title="Nothing here yet">
    <p>The tenant is empty. Seed it with a baseline, for instance the rover that comes with Seedbed:</p>
    <pre class="command">
      <code>seedbed apply fixtures/rover --target {tenant ?? 'sandbox'}</code>
    </pre>
    {tenant === null ? null : (
      <p>
        A target is this tenant with <code>tenant: {tenant}</code> in <code>seedbed.config.yaml</code>.
      </p>
    )}
    <p>
      Or let any client of ION write to the addresses below, or try a mutation in <a href="graphiql">GraphiQL</a>. This
      page follows by itself.
    </p>
  </Section>
);

export const Overview = () => {
  const clientId = useActivity(clientOf);
  const tenant = useActivity(tenantOf);
  const { data, problem } = useAnswer<OverviewAnswer>(COUNTS);
  const underWay = data?.underWay?.edges.map(({ node }) => node) ?? [];
  const isEmpty = data !== null && KINDS.every(({ name }) => (data[name]?.pageInfo.totalCount ?? 0) === 0);
  return (
    <>
      <Title text="Overview">
        <p class="lead">A local stand-in for an ION tenant. It was made from public documents; it is not ION.</p>
      </Title>
      <Problem text={problem} />
      {isEmpty ? <Empty tenant={tenant} /> : null}
      {data === null || isEmpty ? null : <Figures counts={data} />}
      {underWay.length === 0 ? null : (
        <Section title="Runs in progress">
          <Table caption="Runs in progress" columns={UNDER_WAY} rows={underWay} />
        </Section>
      )}
      <Section title="How clients reach it">
        <dl class="facts stacked">
          <div>
            <dt>GraphQL</dt>
            <dd>
              <code>{address('graphql')}</code>
            </dd>
          </div>
          <div>
            <dt>Token</dt>
            <dd>
              <code>{address(TOKEN_PATH)}</code>
            </dd>
          </div>
          <div>
            <dt>Key</dt>
            <dd>
              <code>{clientId}</code>
            </dd>
          </div>
        </dl>
      </Section>
    </>
  );
};
