// What goes on in the sandbox, asked for once a second while the page is in view, and kept for all views.
import { useEffect, useState } from 'preact/hooks';

/** Totals since the sandbox started. */
export interface Statistics {
  readonly requests: number;
  readonly queries: number;
  readonly mutations: number;
  readonly peakInFlight: number;
}

/** What the page knows of the sandbox's activity. */
export interface Activity {
  readonly statistics: Statistics;
  /** False while the sandbox does not answer. */
  readonly reachable: boolean;
}

const EVERY_MS = 1000;

let activity: Activity = {
  statistics: { requests: 0, queries: 0, mutations: 0, peakInFlight: 0 },
  reachable: true,
};

const listeners = new Set<() => void>();

const publish = (next: Activity): void => {
  if (JSON.stringify(next) === JSON.stringify(activity)) return;
  activity = next;
  for (const listener of listeners) listener();
};

const look = async (): Promise<void> => {
  try {
    const response = await fetch('page/activity?after=0');
    if (!response.ok) throw new Error(String(response.status));
    publish({ ...((await response.json()) as { statistics: Statistics }), reachable: true });
  } catch {
    publish({ ...activity, reachable: false });
  }
};

/** Looks at once, then every second, but not while the page is hidden. */
export const followActivity = (): void => {
  const again = async (): Promise<void> => {
    if (!document.hidden) await look();
    setTimeout(again, EVERY_MS);
  };
  void again();
};

/** A part of the activity; the component is rendered again when that part changes. */
export const useActivity = <T>(pick: (activity: Activity) => T): T => {
  const [, setPicked] = useState(() => pick(activity));
  useEffect(() => {
    const follow = (): void => {
      setPicked(() => pick(activity));
    };
    listeners.add(follow);
    follow();
    return () => {
      listeners.delete(follow);
    };
  }, [pick]);
  return pick(activity);
};

const mutationsOf = ({ statistics }: Activity): number => statistics.mutations;

/** Changes whenever something may have been written, so that what was read before is read again. */
export const useRevision = (): number => useActivity(mutationsOf);
