// The organisation: its settings, and the custom attributes that it defines per type.
import { decode } from '../resolve/encode.ts';
import { invalid, notEmulated, notFound } from '../resolve/refusals.ts';
import { deleteRow } from '../resolve/remove.ts';
import { checkEtag, insertRow, rowOf, rowsWhere, updateRow } from '../resolve/rows.ts';
import type { Family, Input, Operation, Scope, Values } from '../resolve/scope.ts';
import type { SqlRow } from '../store/sqlite.ts';
import { type AttributeOwner, attributeOwners, attributeTable } from '../tables/attributes.ts';
import { findTable } from '../tables/catalog.ts';

type Settings = Readonly<Record<string, unknown>>;

const settingsOf = (organization: SqlRow): Settings => (decode(organization['settings'], 'json') ?? {}) as Settings;

/** A setting of the organisation: `runs` and then its name there. */
export const settingOf = (scope: Scope, section: string, name: string): unknown =>
  (settingsOf(rowOf(scope, 'Organization', 1))[section] as Settings | undefined)?.[name];

/** Whether what a run works on moves to the place of a step that starts; on unless the organisation turns it off [docs automate-inventory-movement; SDL]. */
export const movesToStepLocation = (scope: Scope): boolean =>
  settingOf(scope, 'partsInventory', 'moveInventoryToStepLocation') !== false;

/** Whether another revision of a required part may be installed; on unless the organisation turns it off (inferred). */
export const hasInterchangeableParts = (scope: Scope): boolean =>
  settingOf(scope, 'parts', 'partInterchangeability') !== false;

const definitionsOf = (scope: Scope, owner: AttributeOwner) =>
  rowsWhere(scope, 'AttributeDefinition', { owner: owner.type }).map(row => ({
    ...row,
    options: decode(row['options'], 'json'),
  }));

const readSettings = (scope: Scope, { id = null }: SqlRow): Settings => {
  const settings = settingsOf(rowOf(scope, 'Organization', id));
  const ofParts = {
    partInterchangeability: hasInterchangeableParts(scope),
    revisionSchemes: rowsWhere(scope, 'PartRevisionSchemeSettings', { organizationId: id }),
    globalUniqueSerialNumbers: rowsWhere(scope, 'GlobalUniqueSerialNumberSchemeSettings', { organizationId: id }),
  };
  const sections = attributeOwners.map(owner => [
    owner.setting,
    {
      ...(settings[owner.setting] as Settings | undefined),
      ...(owner.type === 'Part' ? ofParts : {}),
      ...(owner.type === 'PartInventory' ? { moveInventoryToStepLocation: movesToStepLocation(scope) } : {}),
      attributes: definitionsOf(scope, owner),
    },
  ]);
  return { ...settings, ...Object.fromEntries(sections) };
};

/** The settings that have an effect here; the others are refused rather than stored without one. */
const EFFECTIVE = new Set([
  'parts.partInterchangeability',
  'partsInventory.moveInventoryToStepLocation',
  'procedures.numReviewersRequired',
  'steps.numApproversRequired',
  'purchaseOrders.numApproversRequired',
  'runs.enforceValidPartProcedure',
  'issues.createIssueOnStepFailure',
  'issues.enforceIssuesResolvedBeforeStepContinuation',
]);

const checkSettings = (settings: Settings): void => {
  for (const [section, value] of Object.entries(settings)) {
    if (value === null) continue;
    const names = typeof value === 'object' ? Object.keys(value).map(name => `${section}.${name}`) : [section];
    const unknown = names.find(name => !EFFECTIVE.has(name));
    if (unknown !== undefined) throw notEmulated(`The organisation setting ${unknown}`);
  }
};

const updateOrganization: Operation = (scope, args) => {
  const { id, etag, settings, ...rest } = args['input'] as Input;
  const before = rowOf(scope, 'Organization', id);
  checkEtag(before, etag);
  checkSettings((settings ?? {}) as Settings);
  const changes: Values = { ...rest };
  if (settings != null) changes['settings'] = { ...settingsOf(before), ...(settings as Settings) };
  return { organization: updateRow(scope, 'Organization', before, changes) };
};

/** Every row of the type shows the new key at once, without a value (inferred). */
const addToRows = (scope: Scope, owner: AttributeOwner, definition: Values): void => {
  if (findTable(owner.type) === undefined) return;
  for (const { id } of scope.store.prepare(`SELECT "id" FROM "${owner.type}" ORDER BY "id"`).all()) {
    insertRow(scope, attributeTable(owner), { ...definition, [owner.column]: id });
  }
};

const define = (scope: Scope, owner: AttributeOwner, { key, type, options, allowedIonType }: Input): void => {
  const [known] = rowsWhere(scope, 'AttributeDefinition', { owner: owner.type, key: String(key) });
  if (String(type).endsWith('SELECT') && !(Array.isArray(options) && options.length > 0)) {
    throw invalid(`An attribute of type ${String(type)} needs options.`);
  }
  const values = { owner: owner.type, key, type, options, allowedIonType };
  if (known === undefined) {
    insertRow(scope, 'AttributeDefinition', values);
    addToRows(scope, owner, values);
  } else {
    updateRow(scope, 'AttributeDefinition', known, values);
    redefine(scope, owner, values);
  }
};

/** Rows keep their values when the type or the options of a key change (inferred). */
const redefine = (scope: Scope, owner: AttributeOwner, { key, type, options, allowedIonType }: Input): void => {
  for (const row of rowsWhere(scope, attributeTable(owner), { key: String(key) })) {
    updateRow(scope, attributeTable(owner), row, { type, options, allowedIonType });
  }
};

const forget = (scope: Scope, owner: AttributeOwner, { key }: Input): void => {
  const [known] = rowsWhere(scope, 'AttributeDefinition', { owner: owner.type, key: String(key) });
  if (known === undefined) throw notFound(`${owner.type} attribute`, key);
  for (const row of rowsWhere(scope, attributeTable(owner), { key: String(key) })) {
    deleteRow(scope, attributeTable(owner), row);
  }
  deleteRow(scope, 'AttributeDefinition', known);
};

/** Changes what the organisation sets: `id` and `etag` are its own, and its etag is renewed [SDL, api inputs]. */
export const settingOperation =
  (apply: (scope: Scope, input: Input) => void): Operation =>
  (scope, args) => {
    const input = args['input'] as Input;
    const organization = rowOf(scope, 'Organization', input['id']);
    checkEtag(organization, input['etag']);
    apply(scope, input);
    return { organization: updateRow(scope, 'Organization', organization, {}) };
  };

/** Makes room for a new default among the rows of a setting: there is one at most (inferred). */
export const onlyDefault = (scope: Scope, type: string, isDefault: unknown): void => {
  if (isDefault !== true) return;
  for (const row of rowsWhere(scope, type, { default: 1 })) updateRow(scope, type, row, { default: false });
};

const definitionOperation = (owner: AttributeOwner, apply: typeof define): Operation =>
  settingOperation((scope, input) => apply(scope, owner, input));

const definitionOperations = Object.fromEntries(
  attributeOwners.flatMap(owner => [
    [`updateOrganization${owner.name}Attributes`, definitionOperation(owner, define)],
    [`deleteOrganization${owner.name}Attributes`, definitionOperation(owner, forget)],
  ]),
);

export const organization: Family = {
  operations: { updateOrganization, ...definitionOperations },
  fields: { 'Organization.settings': readSettings },
};
