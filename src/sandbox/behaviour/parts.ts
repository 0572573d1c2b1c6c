// Parts: revisions, subtypes, and the bulk upsert.
import { withCurrentEtags } from '../resolve/attributes.ts';
import { invalid, notFound } from '../resolve/refusals.ts';
import { checkEtag, rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { change, create } from '../resolve/write.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { copyRow } from './copy.ts';
import { copyMbomToRevision } from './mbom-copy.ts';
import { ownedLinks } from './owned-links.ts';
import { castRevision, checkRevision, defaultScheme, firstRevision, nextRevision } from './revision-schemes.ts';

const checkNumber = (values: Values): void => {
  if (typeof values['partNumber'] === 'string' && values['partNumber'].trim() === '') {
    throw invalid('Part.partNumber is required.');
  }
};

const given = (input: Input): Values =>
  Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value != null && name !== 'id' && name !== 'etag'),
  );

/** A part stays what it was made as: only with another scheme does its revision become another [MAN parts]. */
const checkRevisionChange = (scope: Scope, before: SqlRow, changes: Values): void => {
  const scheme = 'revisionScheme' in changes ? changes['revisionScheme'] : before['revisionScheme'];
  if (scheme !== before['revisionScheme']) {
    changes['revision'] ??= castRevision(scope, before, scheme);
    checkRevision(scope, changes['revision'], scheme);
  } else if (changes['revision'] !== undefined && changes['revision'] !== before['revision']) {
    throw invalid(`The revision of part ${before['id']} cannot be updated; createPartRevision makes the next one.`);
  }
};

/** A part that is tracked stays so while there is inventory that is tracked its way [docs serial-lot-tracking]. */
const checkTrackingChange = (scope: Scope, before: SqlRow, changes: Values): void => {
  const tracking = before['trackingType'];
  if (changes['trackingType'] === undefined || changes['trackingType'] === tracking || tracking === null) return;
  const inventory = rowsWhere(scope, 'PartInventory', { partId: before['id'] ?? null });
  if (inventory.length > 0) {
    throw invalid(`Part ${before['id']} has inventory that is tracked by ${tracking}; it cannot be tracked otherwise.`);
  }
};

/** The next revision by scheme, or the first of another one [docs revision-schemes], with all that the input does not replace [MAN]. */
const createPartRevision: Operation = (scope, args) => {
  const input = args['input'] as Input;
  const base = rowOf(scope, 'Part', input['id']);
  checkEtag(base, input['etag']);
  const scheme = input['revisionScheme'] ?? base['revisionScheme'];
  const revision = scheme === base['revisionScheme'] ? nextRevision(scope, base) : firstRevision(scope, scheme);
  const part = copyRow(scope, 'Part', base, { ...given(input), revision, revisedFromId: base['id'] });
  copyMbomToRevision(scope, base, part['id']);
  return { part };
};

const upsertPart = (scope: Scope, input: Input): SqlRow => {
  const revision = input['revision'] ?? firstRevision(scope, input['revisionScheme'] ?? defaultScheme(scope));
  const identity = { partNumber: String(input['partNumber']), revision: String(revision) };
  const [part] = rowsWhere(scope, 'Part', identity);
  if (part === undefined) return create(scope, 'Part', input);
  const attributes = withCurrentEtags(scope, 'Part', part, input['attributes']);
  return change(scope, 'Part', part, { ...input, attributes });
};

const createOrUpdateMultipleParts: Operation = (scope, args) => {
  const { parts } = args['input'] as { readonly parts?: readonly (Input | null)[] | null };
  return { parts: (parts ?? []).filter(part => part !== null).map(part => upsertPart(scope, part)) };
};

const subtypes = ownedLinks({
  link: 'PartSubtypeLink',
  owner: ['partId', 'Part'],
  other: ['partSubtypeId', 'PartSubtype'],
  payload: 'part',
  missing: (part, subtype) => notFound('PartSubtype', `${subtype} of part ${part}`),
});

export const parts: Family = {
  behaviours: [
    {
      type: 'Part',
      prepare: (scope, values) => {
        values['revisionScheme'] ??= defaultScheme(scope);
        values['revision'] ??= firstRevision(scope, values['revisionScheme']);
        values['partType'] ??= 'PART';
        checkNumber(values);
        checkRevision(scope, values['revision'], values['revisionScheme']);
      },
      check: (scope, before, changes) => {
        checkNumber(changes);
        checkRevisionChange(scope, before, changes);
        checkTrackingChange(scope, before, changes);
      },
    },
  ],
  operations: {
    createPartRevision,
    createOrUpdateMultipleParts,
    addSubtypeToPart: subtypes.add,
    removeSubtypeFromPart: subtypes.remove,
  },
  fields: {
    // Read by a public client [Airbyte]; what it says is not documented, so that nothing is said.
    'Part.SubstituteMbom': () => null,
  },
};
