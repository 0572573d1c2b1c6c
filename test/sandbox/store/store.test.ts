import { expect, it, onTestFinished } from 'vitest';
import { openStore, type Store } from '../../../src/sandbox/store/store.ts';
import { temporaryDirectory } from '../server/temporary-directory.ts';

const TABLE = 'CREATE TABLE notes (text TEXT PRIMARY KEY) STRICT';

const openNotes = (path = ':memory:'): Store => {
  const store = openStore(path);
  onTestFinished(() => store.close());
  store.exec(TABLE);
  return store;
};

const insert = (store: Store, text: string): void => {
  store.prepare('INSERT INTO notes (text) VALUES (?)').run(text);
};

const add = (store: Store, text: string): void => store.write(() => insert(store, text));

const notes = (store: Store): unknown[] =>
  store
    .prepare('SELECT text FROM notes ORDER BY text')
    .all()
    .map(row => row['text']);

it("shows a turn's writes to another connection only once they are settled", async () => {
  const path = `${temporaryDirectory()}/notes.db`;
  const store = openNotes(path);
  const other = openStore(path);
  onTestFinished(() => other.close());
  add(store, 'a');
  add(store, 'b');
  expect(notes(store)).toEqual(['a', 'b']);
  expect(notes(other)).toEqual([]);
  await store.settled();
  expect(notes(other)).toEqual(['a', 'b']);
});

it('undoes a write that throws, throws its error on and keeps the others of the turn', async () => {
  const store = openNotes();
  add(store, 'before');
  const failing = () =>
    store.write(() => {
      insert(store, 'undone');
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  expect(() => add(store, 'before')).toThrow(/UNIQUE/);
  add(store, 'after');
  await store.settled();
  expect(notes(store)).toEqual(['after', 'before']);
});

it('undoes a nested write alone when only that one throws', () => {
  const store = openNotes();
  store.write(() => {
    insert(store, 'outer');
    expect(() =>
      store.write(() => {
        insert(store, 'inner');
        throw new Error('inner failed');
      }),
    ).toThrow('inner failed');
  });
  expect(notes(store)).toEqual(['outer']);
});

it('gives back what the write gives', () => {
  expect(openNotes().write(() => 42)).toBe(42);
});

it('settles at once when nothing was written', async () => {
  await expect(openNotes().settled()).resolves.toBeUndefined();
});

it('tells all who wait when the commit fails, and takes no more writes', async () => {
  const store = openNotes();
  store.exec('CREATE TABLE links (target TEXT REFERENCES notes DEFERRABLE INITIALLY DEFERRED) STRICT');
  const settlements = ['first', 'second'].map(target => {
    store.write(() => store.prepare('INSERT INTO links (target) VALUES (?)').run(target));
    return store.settled();
  });
  const outcomes = await Promise.allSettled(settlements);
  expect(outcomes.map(outcome => outcome.status)).toEqual(['rejected', 'rejected']);
  await expect(store.settled()).rejects.toThrow('could not save');
  expect(() => add(store, 'late')).toThrow('could not save');
  expect(store.prepare('SELECT * FROM links').all()).toEqual([]);
});

it('commits on close what was not settled yet', () => {
  const path = `${temporaryDirectory()}/notes.db`;
  const store = openStore(path);
  store.exec(TABLE);
  add(store, 'last');
  store.close();
  const reopened = openStore(path);
  onTestFinished(() => reopened.close());
  expect(notes(reopened)).toEqual(['last']);
});

it('compiles a text once', () => {
  const store = openNotes();
  expect(store.prepare('SELECT 1')).toBe(store.prepare('SELECT 1'));
});

it('enforces foreign keys', () => {
  const store = openNotes();
  store.exec('CREATE TABLE links (target TEXT REFERENCES notes) STRICT');
  expect(() => store.exec("INSERT INTO links VALUES ('nowhere')")).toThrow(/FOREIGN KEY/);
});

it('does what waits for the next write before it, once, and keeps it when that write is undone', async () => {
  const store = openNotes();
  let times = 0;
  store.beforeNextWrite(() => {
    times += 1;
    insert(store, 'first');
  });
  expect(notes(store)).toEqual([]);
  const failing = () =>
    store.write(() => {
      insert(store, 'undone');
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  add(store, 'second');
  await store.settled();
  expect([notes(store), times]).toEqual([['first', 'second'], 1]);
});

/** How often the notes are read, and what they are each time they are asked for. */
const remembering = (store: Store) => {
  const state = { reads: 0 };
  const ask = () =>
    store.remember('notes', ['notes'], () => {
      state.reads += 1;
      return notes(store);
    });
  return { state, ask };
};

it('remembers what it read of a table until that table is written, in whatever way', () => {
  const store = openNotes();
  store.exec('CREATE TABLE others (text TEXT) STRICT');
  const { state, ask } = remembering(store);
  expect([ask(), ask(), state.reads]).toEqual([[], [], 1]);
  store.write(() => store.prepare('INSERT INTO others (text) VALUES (?)').run('x'));
  expect([ask(), state.reads]).toEqual([[], 1]);
  add(store, 'a');
  expect([ask(), state.reads]).toEqual([['a'], 2]);
  store.write(() => store.prepare('UPDATE notes SET text = ? RETURNING text').get('b'));
  expect(ask()).toEqual(['b']);
  store.write(() => store.prepare('INSERT OR REPLACE INTO "notes" (text) VALUES (?)').run('c'));
  expect(ask()).toEqual(['b', 'c']);
  store.write(() => store.prepare('DELETE FROM notes WHERE text = ? RETURNING text').all('b'));
  expect(ask()).toEqual(['c']);
  store.exec('DELETE FROM notes');
  expect(ask()).toEqual([]);
});

it('does not remember what was read of a write that was undone', () => {
  const store = openNotes();
  const { ask } = remembering(store);
  const failing = () =>
    store.write(() => {
      insert(store, 'undone');
      expect(ask()).toEqual(['undone']);
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  expect(ask()).toEqual([]);
});

it('remembers that there is nothing, and keeps what is asked for by different keys apart', () => {
  const store = openNotes();
  let reads = 0;
  const read = (key: string) =>
    store.remember(key, ['notes'], () => {
      reads += 1;
      return undefined;
    });
  expect([read('a'), read('a'), read('b'), reads]).toEqual([undefined, undefined, undefined, 2]);
});
