// Reads a cursor as if rows had come or gone before it.

const CURSOR = /^arrayconnection:(\d+)$/;

/** The cursor `by` rows further on, or back; anything that is no cursor of ION's stays as it is. */
export const shiftCursor = (cursor: unknown, by: number): unknown => {
  if (typeof cursor !== 'string') return cursor;
  const offset = CURSOR.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (offset === undefined) return cursor;
  return Buffer.from(`arrayconnection:${Math.max(0, Number(offset) + by)}`).toString('base64');
};
