// The least that a durable GraphQL server on this machine can be, as a measure for the sandbox: node:http, graphql-js with
// a document cache, and SQLite, behind one type. Started with `fork`; its only argument is the options as JSON: `data`, the
// folder for its database, `latencyMs`, by which it holds each answer back, and `commits`: `each` mutation by itself, or
// all those of a `turn` of the event loop together. Speaks like serve-sandbox.mjs.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildSchema, execute, parse, validate } from 'graphql';

const require = createRequire(import.meta.url);

/** Built in where Node has it. */
const openDatabase = path => {
  const { DatabaseSync } = process.getBuiltinModule?.('node:sqlite') ?? require('@photostructure/sqlite');
  return new DatabaseSync(path);
};

const { data, latencyMs = 0, commits = 'turn' } = JSON.parse(process.argv[2]);

const schema = buildSchema(`
  type Query { suppliers(first: Int!, after: Int!): [Supplier!]! }
  input CreateSupplierInput { name: String! }
  type Supplier { id: ID! name: String! }
  type CreateSupplierPayload { supplier: Supplier! }
  type Mutation { createSupplier(input: CreateSupplierInput!): CreateSupplierPayload }
`);

const database = openDatabase(join(data, `bare-${commits}.db`));
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
database.exec('CREATE TABLE supplier (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)');
const insert = database.prepare('INSERT INTO supplier (name) VALUES (?)');
const page = database.prepare('SELECT id, name FROM supplier ORDER BY id LIMIT ? OFFSET ?');

let waiting;
const write = work => {
  if (commits === 'each') return work();
  if (waiting === undefined) {
    database.exec('BEGIN IMMEDIATE');
    waiting = [];
    setImmediate(() => {
      database.exec('COMMIT');
      const answered = waiting;
      waiting = undefined;
      for (const resolve of answered) resolve();
    });
  }
  return work();
};
const settled = () => new Promise(resolve => (waiting === undefined ? resolve() : waiting.push(resolve)));

const rootValue = {
  suppliers: ({ first, after }) => page.all(first, after),
  createSupplier: ({ input }) => {
    const { lastInsertRowid } = write(() => insert.run(input.name));
    return { supplier: { id: Number(lastInsertRowid), name: input.name } };
  },
};

const documents = new Map();
const documentOf = text => {
  const known = documents.get(text) ?? parse(text);
  if (!documents.has(text) && validate(schema, known).length > 0) throw new Error('invalid document');
  documents.set(text, known);
  return known;
};

const answer = async text => {
  const { query, variables } = JSON.parse(text);
  const result = await execute({ schema, document: documentOf(query), rootValue, variableValues: variables });
  await settled();
  if (latencyMs > 0) await delay(latencyMs);
  return JSON.stringify(result);
};

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  request.on('end', async () => {
    const body = await answer(text);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send({ answer: { url: `http://127.0.0.1:${server.address().port}` } }));

const answers = { rss: () => process.resourceUsage().maxRSS / 1024, close: () => server.closeAllConnections() };
process.on('message', ({ question }) => process.send({ answer: answers[question]() ?? null }));
process.on('disconnect', () => process.exit());
