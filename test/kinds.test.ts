import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, Kind } from '../src/kinds/kind.ts';
import { KINDS, kindOf, SECTIONS } from '../src/kinds/kinds.ts';
import { accepts, type Dialect, readDialect } from '../src/remote/dialect.ts';
import { apartDocument, listDocument, mutationDocument, selection, singleDocument } from '../src/remote/documents.ts';
import { ionName, readFields, readPath, rootKind } from '../src/remote/naming.ts';
import { clientCredentials } from '../src/remote/token.ts';
import { createTransport, type Transport } from '../src/remote/transport.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { buildIonSchema } from '../src/sandbox/schema/build-schema.ts';
import type { Value } from '../src/state/value.ts';

let sandbox: Sandbox;
let transport: Transport;
let dialect: Dialect;
beforeAll(async () => {
  sandbox = await startSandbox();
  const { url, tokenUrl, clientId, clientSecret } = sandbox;
  const token = clientCredentials({ tokenUrl, clientId, clientSecret });
  transport = createTransport({ url, token, concurrency: 4, timeoutMs: 20_000, readOnly: true });
  dialect = await readDialect(transport, KINDS);
});
afterAll(async () => {
  transport.close();
  await sandbox.close();
});

/** Where this engine knows of a member that no known version of ION has; each is reported to whoever declares it. */
const UNKNOWN_TO_ION = new Set(['installation.referenceDesignator']);

function writable(kind: Kind): readonly string[] {
  return Object.entries(kind.fields)
    .filter(([name]) => name !== kind.derive?.from)
    .filter(([, field]) => !field.local && field.type !== 'file' && field.write !== 'never')
    .map(([name]) => name);
}

function errorsOf(document: string): readonly string[] {
  return validate(buildIonSchema(), parse(document)).map(({ message }) => message);
}

describe.each(KINDS.map(kind => [kind.name, kind] as const))('the kind %s', (_name, kind) => {
  it('refers to kinds that there are, none of which is read after it', () => {
    const rank = (name: string) => KINDS.indexOf(kindOf(name));
    for (const { to } of Object.values(kind.fields)) {
      if (to === undefined) continue;
      expect(rank(to)).toBeLessThanOrEqual(KINDS.indexOf(kind));
      expect(KINDS.indexOf(rootKind(kindOf(to)))).toBeLessThanOrEqual(KINDS.indexOf(rootKind(kind)));
    }
  });

  it('is identified by fields that it has', () => {
    for (const name of kind.identity.flat()) expect(kind.fields).toHaveProperty(name.replace('?', ''));
  });

  it('has custom attributes only where the organisation can define them', () => {
    const isDefined = KINDS.some(({ defines }) => defines?.kinds.includes(kind.name));
    const hasAttributes = Object.values(kind.fields).some(({ type }) => type === 'attributes');
    expect(hasAttributes && !isDefined).toBe(false);
  });

  it('reads members that ION has', () => {
    for (const [name] of readFields(kind)) {
      if (UNKNOWN_TO_ION.has(`${kind.name}.${name}`)) continue;
      const [member = ''] = readPath(kind, name).split('.');
      expect([`${kind.type}.${member}`, dialect.has(kind.type, member)]).toEqual([`${kind.type}.${member}`, true]);
    }
  });

  it('writes members that the inputs of its mutations have', () => {
    for (const name of writable(kind)) {
      const field = kind.fields[name];
      if (!field || UNKNOWN_TO_ION.has(`${kind.name}.${name}`)) continue;
      const calls = [
        field.write === 'update' ? undefined : kind.create,
        field.write === 'create' ? undefined : kind.update,
      ];
      for (const call of calls.filter(call => call !== undefined)) {
        const isLifecycle = name === kind.lifecycle?.field;
        if (!isLifecycle)
          expect([call.mutation, name, accepts(dialect, call, ionName(kind, name))]).toEqual([
            call.mutation,
            name,
            true,
          ]);
      }
    }
  });

  it('sends documents that are valid against ION', () => {
    if (kind.list) expect(errorsOf(listDocument(kind, dialect))).toEqual([]);
    if (kind.single) expect(errorsOf(singleDocument(kind, dialect))).toEqual([]);
    if (kind.within?.list) expect(errorsOf(apartDocument(kind, dialect))).toEqual([]);
    const calls = [
      kind.create,
      kind.update,
      kind.remove,
      kind.attach,
      kind.derive?.call,
      ...(kind.retire?.calls ?? []),
      kind.lifecycle?.revise,
    ];
    for (const call of calls.filter((call): call is Call => call !== undefined)) {
      const sent = [...(dialect.arguments(call.mutation)?.keys() ?? [])];
      const payload = typeof call.etag === 'object' ? 'id _etag' : selection(kind, dialect);
      expect(errorsOf(mutationDocument(call, sent, payload, dialect))).toEqual([]);
    }
  });
});

interface EntrySchema {
  readonly $defs: { readonly entry: { readonly properties: Readonly<Record<string, unknown>> } };
}

function schemaOf(section: string): EntrySchema {
  return JSON.parse(readFileSync(new URL(`../schemas/${section}.schema.json`, import.meta.url), 'utf8')) as EntrySchema;
}

/** What a property of an entry can look like; the first that changes what is expanded shows that it is taken up. */
const SAMPLES: readonly Value[] = [
  { run: 'x', step: 'x' },
  { order: 'x', line: 'x' },
  'x',
  false,
  ['x'],
  { x: {} },
  [{ part: 'x', quantity: 1 }],
  [{ actions: ['x'] }],
];

describe.each([...SECTIONS.values()].map(section => [section.name, section] as const))(
  'the section %s',
  (name, section) => {
    const locate = () => ({ file: { path: '', text: '' }, start: 0, end: 0 });
    const expanded = (entry: Readonly<Record<string, Value>>) => JSON.stringify(section.expand('k', entry, locate));
    const properties = Object.keys(schemaOf(name).$defs.entry.properties);

    it('takes up every property that its schema allows', () => {
      for (const property of properties) {
        const isTaken = SAMPLES.some(sample => expanded({ [property]: sample }) !== expanded({}));
        expect([property, isTaken]).toEqual([property, true]);
      }
    });

    it('has a schema that allows every field which its kinds can write, but for what they stand in', () => {
      for (const kind of [section.kind, ...(section.alternatives ?? [])].map(kindOf)) {
        expect(properties).toEqual(
          expect.arrayContaining(writable(kind).filter(field => field !== kind.within?.field)),
        );
      }
    });
  },
);
