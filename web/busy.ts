// Whether anything that the view shows is still being read, for those who wait for it: assistive technology and tests.
import { useLayoutEffect, useState } from 'preact/hooks';

let underWay = 0;

const listeners = new Set<() => void>();

const count = (by: number): void => {
  underWay += by;
  for (const listener of listeners) listener();
};

/** Tells that the calling component is reading, as long as `isBusy` holds and it is there. */
export const useReport = (isBusy: boolean): void => {
  useLayoutEffect(() => {
    if (!isBusy) return undefined;
    count(1);
    return () => count(-1);
  }, [isBusy]);
};

/** Whether any component is reading. */
export const useBusy = (): boolean => {
  const [isBusy, setBusy] = useState(underWay > 0);
  useLayoutEffect(() => {
    const follow = (): void => setBusy(underWay > 0);
    listeners.add(follow);
    follow();
    return () => {
      listeners.delete(follow);
    };
  }, []);
  return isBusy;
};
