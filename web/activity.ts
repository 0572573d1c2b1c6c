// What goes on in the sandbox, asked for once a second while the page is in view, and kept for all views.
import { useEffect, useState } from 'preact/hooks';

/** Count and latency in milliseconds of one operation. */
export interface Figures {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Totals since the sandbox started. */
export interface Statistics {
  readonly requests: number;
  readonly queries: number;
  readonly mutations: number;
  readonly peakInFlight: number;
  readonly operations: Readonly<Record<string, Figures>>;
}

/** One operation that a client sent. */
export interface LogEntry {
  readonly number: number;
  readonly at: string;
  readonly operation: string | null;
  readonly kind: 'query' | 'mutation' | null;
  readonly fields: readonly string[];
  readonly status: number;
  readonly ms: number;
  readonly errors: readonly string[];
  readonly faults: readonly string[];
}

/** A fault rule that stands. */
export interface Fault {
  readonly name: string;
  readonly selected: number;
  readonly fired: number;
  readonly rule: {
    readonly operation?: string;
    readonly kind?: string;
    readonly probability?: number;
    readonly count?: number;
    readonly after?: number;
    readonly effect: { readonly type: string } & Readonly<Record<string, unknown>>;
  };
}

interface Answer {
  readonly tenant: string | null;
  readonly clientId: string;
  readonly revision: number;
  readonly statistics: Statistics;
  readonly log: readonly LogEntry[];
  readonly faults: readonly Fault[];
}

/** What the page knows of the sandbox's activity; the log has the newest entry first. */
export interface Activity extends Answer {
  /** False while the sandbox does not answer. */
  readonly reachable: boolean;
  /** How often something was written since the page first looked, as far as it noticed. */
  readonly news: number;
}

const EVERY_MS = 1000;

const KEPT = 1000;

let activity: Activity = {
  tenant: null,
  clientId: '',
  revision: 0,
  statistics: { requests: 0, queries: 0, mutations: 0, peakInFlight: 0, operations: {} },
  log: [],
  faults: [],
  reachable: true,
  news: 0,
};

let isFirstLook = true;

const listeners = new Set<() => void>();

const publish = (next: Activity): void => {
  activity = next;
  for (const listener of listeners) listener();
};

/** A part that says the same as before stays the same object, so that who shows it need not be rendered again. */
const sameOr = <T>(before: T, after: T): T => (JSON.stringify(before) === JSON.stringify(after) ? before : after);

const fetchActivity = async (after: number): Promise<Answer> => {
  const response = await fetch(`page/activity?after=${after}`);
  if (!response.ok) throw new Error(`The sandbox answered with status ${response.status}.`);
  return response.json() as Promise<Answer>;
};

/** Numbers begin anew in a sandbox that was started again, so what came before it stopped is given up. */
const look = async (): Promise<void> => {
  const before = activity.reachable ? activity.log : [];
  try {
    const { log, statistics, faults, ...rest } = await fetchActivity(before[0]?.number ?? 0);
    publish({
      ...rest,
      statistics: sameOr(activity.statistics, statistics),
      faults: sameOr(activity.faults, faults),
      log: log.length === 0 ? before : [...[...log].reverse(), ...before].slice(0, KEPT),
      reachable: true,
      news:
        isFirstLook || (activity.reachable && rest.revision === activity.revision) ? activity.news : activity.news + 1,
    });
    isFirstLook = false;
  } catch {
    publish({ ...activity, reachable: false });
  }
};

/**
 * Looks at once, then every second, but not while the page is hidden. Resolves after the first look: whatever is read
 * from then on and written later shows as news.
 */
export const followActivity = async (): Promise<void> => {
  const again = async (): Promise<void> => {
    if (!document.hidden) await look();
    setTimeout(again, EVERY_MS);
  };
  await look();
  setTimeout(again, EVERY_MS);
};

/** A part of the activity; the component is rendered again when that part changes. `pick` must keep its identity. */
export const useActivity = <T>(pick: (activity: Activity) => T): T => {
  const [picked, setPicked] = useState(() => pick(activity));
  useEffect(() => {
    const follow = (): void => setPicked(() => pick(activity));
    listeners.add(follow);
    follow();
    return () => {
      listeners.delete(follow);
    };
  }, [pick]);
  return picked;
};

const newsOf = ({ news }: Activity): number => news;

/** Another number whenever something was written, so that what was read before is read again. */
export const useNews = (): number => useActivity(newsOf);

/** The name of a tenant beside the first; null for that. */
export const tenantOf = ({ tenant }: Activity): string | null => tenant;
