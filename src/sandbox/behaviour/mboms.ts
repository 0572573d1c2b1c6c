// Manufacturing BOMs: versions per part, the lifecycle, and what may still change when.
import { isReachable } from '../resolve/graph.ts';
import { invalid } from '../resolve/refusals.ts';
import { rowOf, rowsWhere } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import { create } from '../resolve/write.ts';
import type { SqlRow, SqlValue } from '../store/sqlite.ts';
import { checkMbomGate } from './approvals.ts';
import { archiveOthers, checkTransition, nextVersion, wasReleased } from './lifecycle.ts';
import { copyItems } from './mbom-copy.ts';
import { createOrUpdateMultipleMboms } from './mbom-import.ts';

const latestMbom = (scope: Scope, partId: unknown, condition: string, value: SqlValue): SqlRow | undefined =>
  scope.store
    .prepare(`SELECT * FROM "MBom" WHERE "partId" = ? AND ${condition} ORDER BY "version" DESC LIMIT 1`)
    .get(Number(partId), value);

/** Items, designators and substitutes are part of a version; only substitutes may change in a released one [docs versions]. */
const requireDraft = (scope: Scope, mbomId: unknown): SqlRow => {
  const mbom = rowOf(scope, 'MBom', mbomId);
  if (mbom['status'] === 'DRAFT') return mbom;
  throw invalid(`mBOM ${mbom['id']} is ${mbom['status']}; only a DRAFT can be edited.`);
};

const requireDraftOfItem = (scope: Scope, itemId: unknown): SqlRow => {
  const item = rowOf(scope, 'MBomItem', itemId);
  requireDraft(scope, item['mbomId']);
  return item;
};

/** What `createMbom` copies: the mBOM it names, which must be of the same part, or else the part's latest version. */
const copySource = (scope: Scope, mbom: SqlRow, input: Input): SqlRow | undefined => {
  if (input['copyMbom'] === false) return undefined;
  if (input['mbomId'] == null) return latestMbom(scope, mbom['partId'], '"id" <> ?', mbom['id'] ?? null);
  const source = rowOf(scope, 'MBom', input['mbomId']);
  if (source['partId'] === mbom['partId']) return source;
  throw invalid(`mBOM ${source['id']} belongs to part ${source['partId']}, not to part ${mbom['partId']}.`);
};

const checkQuantity = (values: Values): void => {
  if (values['quantity'] !== undefined && !(Number(values['quantity']) > 0)) {
    throw invalid('The quantity of an mBOM item must be greater than 0.');
  }
};

const CONTAINED_PARTS =
  `SELECT b."partId" AS source, i."partId" AS destination FROM "MBom" b JOIN "MBomItem" i ON i."mbomId" = b."id" ` +
  `AND i."_deleted" = 0 WHERE b."status" <> 'ARCHIVED'`;

/** A part that contains itself, at any depth, is refused (inferred: ION's documents are silent on cycles). */
const checkCycle = (scope: Scope, mbom: SqlRow, partId: unknown): void => {
  const owner: SqlValue = mbom['partId'] ?? null;
  if (isReachable(scope, CONTAINED_PARTS, Number(partId), owner)) {
    throw invalid(`Part ${String(partId)} cannot be an item of mBOM ${mbom['id']}: it is or contains part ${owner}.`);
  }
};

/** With `parentId`, a part, instead of `mbomId`, the item goes to that part's draft, which is made if needed (inferred). */
const mbomIdFor = (scope: Scope, input: Input): unknown => {
  if (input['mbomId'] != null) return input['mbomId'];
  if (input['parentId'] == null) throw invalid('An mBOM item needs mbomId or parentId.');
  const part = rowOf(scope, 'Part', input['parentId']);
  const draft = latestMbom(scope, part['id'], '"status" = ?', 'DRAFT');
  return (draft ?? create(scope, 'MBom', { partId: part['id'] }))['id'];
};

const checkSubstitute = (scope: Scope, values: Values): void => {
  const item = rowOf(scope, 'MBomItem', values['mbomItemId']);
  const parent = rowOf(scope, 'MBom', item['mbomId'])['partId'];
  if ([item['partId'], parent].includes(Number(values['partId']))) {
    throw invalid(`Part ${String(values['partId'])} cannot substitute itself or be built into itself.`);
  }
};

const createMultipleMbomItems: Operation = (scope, args) => {
  const { mbomItems } = args['input'] as { readonly mbomItems?: readonly (Input | null)[] | null };
  const items = (mbomItems ?? []).filter(item => item !== null);
  return { mbomItems: items.map(item => create(scope, 'MBomItem', item)) };
};

export const mboms: Family = {
  behaviours: [
    {
      type: 'MBom',
      accepts: ['copyMbom', 'mbomId'],
      prepare: (scope, values) => {
        values['version'] = nextVersion(scope, 'MBom', 'partId', values['partId']);
      },
      created: (scope, mbom, input) => {
        const source = copySource(scope, mbom, input);
        if (source !== undefined) copyItems(scope, source, mbom);
      },
      check: (scope, before, changes) => {
        checkTransition(scope, `mBOM ${before['id']}`, before, changes);
        if (changes['status'] === 'RELEASED' && before['status'] !== 'RELEASED') {
          checkMbomGate(scope, before, 'RELEASED');
        }
      },
      updated: (scope, after, before) => {
        if (wasReleased(after, before)) archiveOthers(scope, 'MBom', after, 'partId');
      },
    },
    {
      type: 'MBomItem',
      accepts: ['parentId'],
      prepare: (scope, values, input) => {
        values['mbomId'] = mbomIdFor(scope, input);
        checkQuantity(values);
        checkCycle(scope, requireDraft(scope, values['mbomId']), values['partId']);
      },
      check: (scope, before, changes) => {
        checkQuantity(changes);
        const mbom = requireDraft(scope, before['mbomId']);
        if (changes['partId'] != null) checkCycle(scope, mbom, changes['partId']);
      },
      removing: (scope, item) => {
        requireDraft(scope, item['mbomId']);
        if (rowsWhere(scope, 'BuildRequirement', { originMbomItemId: item['id'] ?? null }).length > 0) {
          throw invalid(`mBOM item ${item['id']} cannot be deleted: it is already used in an aBOM.`);
        }
      },
    },
    {
      type: 'MBomSubstitute',
      accepts: ['parentId'],
      prepare: checkSubstitute,
    },
    {
      type: 'MBomItemReferenceDesignator',
      prepare: (scope, values) => {
        requireDraftOfItem(scope, values['mbomItemId']);
      },
      check: (scope, before) => {
        requireDraftOfItem(scope, before['mbomItemId']);
      },
      removing: (scope, row) => {
        requireDraftOfItem(scope, row['mbomItemId']);
      },
    },
  ],
  operations: { createMultipleMbomItems, createOrUpdateMultipleMboms },
};
