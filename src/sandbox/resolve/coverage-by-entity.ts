// Which of ION's operations have behaviour here, entity by entity.
import { baseType, fieldOf, fieldsOf, isLeaf, nodeType } from '../tables/ion-facts.ts';
import { coverage } from './resolver.ts';

/** Operations by name: those with behaviour, and those that answer NOT_EMULATED. */
export interface Covered {
  readonly emulated: readonly string[];
  readonly notEmulated: readonly string[];
}

/** The operations whose answer is about one type of ION's; attributes count as their owner's. */
export interface EntityCoverage {
  readonly entity: string;
  readonly queries: Covered;
  readonly mutations: Covered;
}

type Root = 'Query' | 'Mutation';

const answerOf = (root: Root, name: string): string => baseType(fieldOf(root, name)?.type ?? '');

const queriedEntity = (name: string): string => {
  const type = answerOf('Query', name);
  return nodeType(type) ?? type;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `AddUserToTeam {userId, teamId}` is about a user. */
const typeOfFirstId = (names: readonly string[]): string | undefined =>
  names.map(name => capital(name.replace(/Id$/, ''))).find(type => Object.keys(fieldsOf(type)).length > 0);

const VERB = /^(CreateOrUpdateMultiple|Remove\w+From|Delete|Dispatch|Generate)/;

/** `CreateOrUpdateMultipleMboms` → `Mbom`. */
const nameWithoutVerb = (payload: string): string => payload.replace(VERB, '').replace(/s$/, '');

/** What the payload holds, an entity that can be asked for before anything else; a bare payload is known by its name. */
const changedEntity = (name: string, queried: ReadonlySet<string>): string => {
  const payload = answerOf('Mutation', name);
  const fields = fieldsOf(payload);
  const held = Object.values(fields).map(({ type }) => baseType(type));
  const type = held.find(one => queried.has(one)) ?? held.find(one => !isLeaf(one) && !/(Message|Response)$/.test(one));
  return type ?? typeOfFirstId(Object.keys(fields)) ?? nameWithoutVerb(payload);
};

/** Edges are called like those of a connection, with an s that their operations do not have. */
const ownerOf = (entity: string): string => entity.replace(/Attribute$/, '').replace(/sEdge$/, 'Edge');

interface Found {
  readonly root: Root;
  readonly name: string;
  readonly isEmulated: boolean;
  readonly entity: string;
}

const findAll = (): readonly Found[] => {
  const all = coverage();
  const listed = (['Query', 'Mutation'] as const).flatMap(root => [
    ...all[root].emulated.map(name => ({ root, name, isEmulated: true })),
    ...all[root].notEmulated.map(name => ({ root, name, isEmulated: false })),
  ]);
  const queried = new Set(listed.filter(({ root }) => root === 'Query').map(({ name }) => queriedEntity(name)));
  // ION writes both MBom and Mbom.
  const spelling = new Map([...queried].map(entity => [entity.toLowerCase(), entity]));
  return listed.map(one => {
    const entity = ownerOf(one.root === 'Query' ? queriedEntity(one.name) : changedEntity(one.name, queried));
    return { ...one, entity: spelling.get(entity.toLowerCase()) ?? entity };
  });
};

const covered = (found: readonly Found[], of: Root): Covered => {
  const named = (emulated: boolean) =>
    found.filter(({ root, isEmulated }) => root === of && isEmulated === emulated).map(({ name }) => name);
  return { emulated: named(true), notEmulated: named(false) };
};

/** Every query and mutation of the schema under one entity each, the entities by name. */
export const coverageByEntity = (): EntityCoverage[] => {
  const all = findAll();
  return [...new Set(all.map(({ entity }) => entity))].sort().map(entity => {
    const own = all.filter(one => one.entity === entity);
    return { entity, queries: covered(own, 'Query'), mutations: covered(own, 'Mutation') };
  });
};
