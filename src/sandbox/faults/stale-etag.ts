// Changes what a mutation names by its etags, as somebody else would who was a moment faster.
import type { Store } from '../store/store.ts';
import { storedTables } from '../tables/catalog.ts';

const ETAG_ARGUMENTS = new Set(['etag', '_etag']);
const ETAG_COLUMNS = ['_etag', 'Etag'];

const etagsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, content]) =>
    ETAG_ARGUMENTS.has(name) && typeof content === 'string' ? [content] : etagsIn(content),
  );
};

/** Renews the etag of every row whose current one stands anywhere in a mutation's arguments. */
export const renewEtags = (store: Store, args: unknown, newEtag: () => string): void => {
  const etags = etagsIn(args);
  if (etags.length === 0) return;
  store.write(() => {
    for (const { type, columns } of storedTables()) {
      for (const column of ETAG_COLUMNS.filter(name => columns.has(name))) {
        const update = store.prepare(`UPDATE "${type}" SET "${column}" = ? WHERE "${column}" = ?`);
        for (const etag of etags) update.run(newEtag(), etag);
      }
    }
  });
};
