// The page's frame: where one can go, and the view that the address names.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Activity, tenantOf, useActivity } from './activity.ts';
import { useBusy } from './busy.ts';
import { Title } from './elements.tsx';
import { Faults } from './faults.tsx';
import { Inventory, Unit } from './inventory.tsx';
import { Issue, Issues } from './issues.tsx';
import { Kit, Kits } from './kits.tsx';
import { Overview } from './overview.tsx';
import { Part, Parts } from './parts.tsx';
import { Procedure, Procedures } from './procedures.tsx';
import { PurchaseOrder, PurchaseOrders } from './purchase-orders.tsx';
import { Requests } from './requests.tsx';
import { hrefOf, type Route, useRoute } from './route.ts';
import { Run, Runs } from './runs.tsx';
import { WebhookEvent, Webhooks } from './webhooks.tsx';

const PLACES = [
  { path: '', label: 'Overview' },
  { path: 'parts', label: 'Parts' },
  { path: 'procedures', label: 'Procedures' },
  { path: 'runs', label: 'Runs' },
  { path: 'inventory', label: 'Inventory' },
  { path: 'kits', label: 'Kits' },
  { path: 'purchase-orders', label: 'Purchase orders' },
  { path: 'issues', label: 'Issues' },
  { path: 'webhooks', label: 'Webhooks' },
  { path: 'requests', label: 'Requests' },
  { path: 'faults', label: 'Faults' },
];

const Menu = ({ current }: { current: string }) => (
  <nav class="menu" aria-label="Main">
    <ul>
      {PLACES.map(({ path, label }) => (
        <li key={path}>
          <a href={hrefOf(path === '' ? [] : [path])} aria-current={path === current ? 'page' : undefined}>
            {label}
          </a>
        </li>
      ))}
      <li>
        <a href="graphiql">GraphiQL</a>
      </li>
    </ul>
  </nav>
);

type View = (route: Route, id: string) => ComponentChildren;

const VIEWS: Readonly<Record<string, { readonly list: View; readonly one?: View }>> = {
  '': { list: () => <Overview /> },
  parts: { list: route => <Parts route={route} />, one: (route, id) => <Part key={id} id={id} route={route} /> },
  procedures: { list: route => <Procedures route={route} />, one: (_, id) => <Procedure key={id} id={id} /> },
  runs: { list: route => <Runs route={route} />, one: (_, id) => <Run key={id} id={id} /> },
  inventory: { list: route => <Inventory route={route} />, one: (_, id) => <Unit key={id} id={id} /> },
  kits: { list: route => <Kits route={route} />, one: (_, id) => <Kit key={id} id={id} /> },
  'purchase-orders': {
    list: route => <PurchaseOrders route={route} />,
    one: (_, id) => <PurchaseOrder key={id} id={id} />,
  },
  issues: { list: route => <Issues route={route} />, one: (_, id) => <Issue key={id} id={id} /> },
  webhooks: { list: route => <Webhooks route={route} />, one: (_, id) => <WebhookEvent key={id} id={id} /> },
  requests: { list: route => <Requests route={route} /> },
  faults: { list: () => <Faults /> },
};

const NotFound = () => (
  <>
    <Title text="No such view" />
    <p class="empty">
      This address leads nowhere. <a href={hrefOf([])}>Back to the overview</a>
    </p>
  </>
);

const viewOf = (route: Route): ComponentChildren => {
  const [place = '', id] = route.path;
  const views = VIEWS[place];
  const view = id === undefined ? views?.list : views?.one;
  return view === undefined ? <NotFound /> : view(route, id ?? '');
};

/** Whoever follows a link hears and sees the new view from its top; the first view leaves the focus alone. */
const useFocusOnTitle = (path: string): void => {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    window.scrollTo(0, 0);
    document.getElementById('title')?.focus({ preventScroll: true });
  }, [path]);
};

const isReachable = ({ reachable }: Activity): boolean => reachable;

export const App = () => {
  const route = useRoute();
  const reachable = useActivity(isReachable);
  const tenant = useActivity(tenantOf);
  const isBusy = useBusy();
  useFocusOnTitle(route.path.join('/'));
  const skip = (): void => document.getElementById('title')?.focus();
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to content
      </button>
      <header class="top">
        <a href={hrefOf([])} class="brand">
          <img src="page/icon.svg" alt="" width={22} height={22} /> Seedbed <span>{tenant ?? 'sandbox'}</span>
        </a>
        <Menu current={route.path[0] ?? ''} />
      </header>
      <main aria-busy={isBusy}>
        <p class="problem" role="status" hidden={reachable}>
          {reachable ? '' : 'The sandbox does not answer. This page goes on by itself when it is back.'}
        </p>
        {viewOf(route)}
      </main>
    </>
  );
};
