// Lets requests run side by side, and a reset or restore alone: what is under way sees all of the old or all of the new.

/** One database's gate. */
export interface Gate {
  /** Runs beside others of its kind; waits while exclusive work runs or waits for its turn. */
  shared<T>(work: () => Promise<T>): Promise<T>;
  /** Waits until all shared work has ended and runs alone, in the order of the calls. Not to be called from within. */
  exclusive<T>(work: () => T | Promise<T>): Promise<T>;
}

export const createGate = (): Gate => {
  let inside = 0;
  let onEmpty: (() => void) | undefined;
  let turn: Promise<void> | undefined;

  const emptied = (): Promise<void> =>
    inside === 0
      ? Promise.resolve()
      : new Promise(resolve => {
          onEmpty = resolve;
        });

  const leave = (): void => {
    inside -= 1;
    if (inside === 0) onEmpty?.();
  };

  return {
    shared: async work => {
      while (turn !== undefined) await turn;
      inside += 1;
      try {
        return await work();
      } finally {
        leave();
      }
    },
    exclusive: work => {
      const outcome = (turn ?? Promise.resolve()).then(emptied).then(work);
      const over: Promise<void> = outcome.then(
        () => undefined,
        () => undefined,
      );
      const mine = over.then(() => {
        if (turn === mine) turn = undefined;
      });
      turn = mine;
      return outcome;
    },
  };
};
