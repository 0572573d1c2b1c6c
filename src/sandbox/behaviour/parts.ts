// Parts: revisions by scheme, subtypes, and the bulk upsert.
import { withCurrentEtags } from '../resolve/attributes.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { newestRevisionFirst } from '../tables/parts.ts';
import { copyRow } from './copy.ts';

/** The default scheme: letters only, or `-` [TS, IMP]; a part that names a scheme of its own may have anything. */
const checkRevision = (values: Values, scheme: unknown): void => {
  const revision = values['revision'];
  if (revision === undefined || scheme) return;
  if (revision === null || !/^([A-Za-z]+|-)$/.test(String(revision))) {
    throw invalid(`Revision ${String(revision)} does not follow the revision scheme: letters only, or "-".`);
  }
};

const checkNumber = (values: Values): void => {
  if (typeof values['partNumber'] === 'string' && values['partNumber'].trim() === '') {
    throw invalid('Part.partNumber is required.');
  }
};

/** A → B, Z → AA, `-` → A. Anything else belongs to a scheme that the sandbox does not know. */
const nextRevision = (revision: string): string => {
  if (revision === '-') return 'A';
  if (!/^[A-Za-z]+$/.test(revision)) throw invalid(`The sandbox cannot count on from revision ${revision}.`);
  const letters = [...revision.toUpperCase()];
  for (let place = letters.length - 1; place >= 0; place -= 1) {
    if (letters[place] !== 'Z') {
      letters[place] = String.fromCharCode((letters[place]?.charCodeAt(0) ?? 0) + 1);
      return letters.join('');
    }
    letters[place] = 'A';
  }
  return `A${letters.join('')}`;
};

const latestRevision = (scope: Scope, partNumber: unknown): string => {
  const sql = `SELECT v."revision" FROM "Part" v WHERE v."partNumber" = ? ORDER BY ${newestRevisionFirst('v')} LIMIT 1`;
  return String(scope.store.prepare(sql).get(String(partNumber))?.['revision']);
};

const given = (input: Input): Values =>
  Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value != null && name !== 'id' && name !== 'etag'),
  );

/** The next revision by scheme, with everything of the base part that the input does not replace (inferred). */
const createPartRevision: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const base = rowOf(scope, 'Part', input['id']);
  checkEtag(base, input['etag']);
  const revision = nextRevision(latestRevision(scope, base['partNumber']));
  return { part: copyRow(scope, 'Part', base, { ...given(input), revision, revisedFromId: base['id'] }) };
};

const upsertPart = (scope: Scope, input: Input): SqlRow => {
  const identity = { partNumber: String(input['partNumber']), revision: String(input['revision'] ?? 'A') };
  const [part] = rowsWhere(scope, 'Part', identity);
  if (part === undefined) return create(scope, 'Part', input);
  const attributes = withCurrentEtags(scope, 'Part', part, input['attributes']);
  return change(scope, 'Part', part, { ...input, attributes });
};

const createOrUpdateMultipleParts: Operation = (scope, args) => {
  const { parts } = args['input'] as { readonly parts?: readonly (Input | null)[] | null };
  return { parts: (parts ?? []).filter(part => part !== null).map(part => upsertPart(scope, part)) };
};

/** The etag is taken to be the part's, and the part's is renewed (both inferred). */
const subtypeOperation =
  (apply: (scope: Scope, pair: { partId: number; partSubtypeId: number }) => void): Operation =>
  (scope, args) => {
    const input = (args['input'] ?? {}) as Input;
    const part = rowOf(scope, 'Part', input['partId']);
    checkEtag(part, input['etag']);
    rowOf(scope, 'PartSubtype', input['partSubtypeId']);
    apply(scope, { partId: Number(input['partId']), partSubtypeId: Number(input['partSubtypeId']) });
    return { part: updateRow(scope, 'Part', part, {}) };
  };

export const parts: Family = {
  behaviours: [
    {
      type: 'Part',
      prepare: (_scope, values) => {
        values['revision'] ??= 'A';
        values['partType'] ??= 'PART';
        checkNumber(values);
        checkRevision(values, values['revisionScheme']);
      },
      check: (_scope, before, changes) => {
        checkNumber(changes);
        checkRevision(changes, changes['revisionScheme'] ?? before['revisionScheme']);
      },
    },
  ],
  operations: {
    createPartRevision,
    createOrUpdateMultipleParts,
    addSubtypeToPart: subtypeOperation((scope, pair) => {
      insertRow(scope, 'PartSubtypeLink', pair);
    }),
    removeSubtypeFromPart: subtypeOperation((scope, pair) => {
      const [link] = rowsWhere(scope, 'PartSubtypeLink', pair);
      if (link === undefined) throw notFound('PartSubtype', `${pair.partSubtypeId} of part ${pair.partId}`);
      deleteRow(scope, 'PartSubtypeLink', link);
    }),
  },
};
