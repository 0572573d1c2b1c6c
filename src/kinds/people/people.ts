/** Roles and teams, whom they hold, and what fixtures refer to by lookup only: users, permission groups, contacts, location subtypes. */
import type { Locate } from '../../source/source-file.ts';
import type { Entity } from '../../state/entity.ts';
import type { Fields, Value } from '../../state/value.ts';
import { crud, entity, listOf, referenceKey } from '../entry.ts';
import type { Family, Kind } from '../kind.ts';

function foundBy(name: string, type: string, query: string, fields: readonly string[]): Kind {
  return {
    name,
    type,
    identity: fields.map(field => [field]),
    fields: Object.fromEntries(fields.map(field => [field, { type: 'text', write: 'never' } as const])),
    list: { query, pageSize: 200 },
  };
}

/** A list of an entry whose items are links: of which kind they are, and which field of a link holds the item. */
interface Links {
  readonly list: string;
  readonly kind: string;
  readonly field: string;
  /** A plain word is a name to look up: nothing can declare such items. */
  readonly named?: true;
}

/** An entry that is one object, with lists of what is linked to it. A list that is not written leaves the links alone. */
function withLinks(kind: string, all: readonly Links[]) {
  return (key: string, entry: Fields, locate: Locate): readonly Entity[] => {
    const lists = all.filter(({ list }) => entry[list] !== undefined);
    const fields = Object.fromEntries(Object.entries(entry).filter(([name]) => !all.some(({ list }) => list === name)));
    const owner = entity({ kind, key, fields, locate, owns: lists.map(({ kind: link }) => link) });
    return [owner, ...lists.flatMap(links => expandLinks(kind, key, entry[links.list], links, locate))];
  };
}

function expandLinks(owner: string, key: string, items: Value | undefined, links: Links, locate: Locate) {
  const { list, kind, field, named } = links;
  return listOf(items).map((item, index) => {
    const path = [list, index];
    const reference = named && typeof item === 'string' ? { lookup: { name: item } } : item;
    const fields = { [owner]: key, [field]: reference };
    return entity({
      kind,
      key: `${key}.${referenceKey(reference)}`,
      fields,
      locate,
      path,
      fieldPaths: { [field]: path, [owner]: [] },
    });
  });
}

/** A row that only joins two objects, and that two mutations without etags make and remove. [SDL] */
function link(
  name: string,
  type: string,
  owner: Side & { readonly at: string },
  other: Side,
  calls: readonly [string, string],
): Kind {
  const [create, remove] = calls;
  return {
    name,
    type,
    identity: [[owner.kind, other.field ?? other.kind]],
    within: { field: owner.kind, at: owner.at },
    fields: {
      [owner.kind]: { type: 'text', to: owner.kind, ion: owner.ion, write: 'create' },
      [other.field ?? other.kind]: { type: 'text', to: other.kind, ion: other.ion, read: 'id', write: 'create' },
    },
    id: false,
    etag: false,
    create: { mutation: create, style: 'input' },
    remove: {
      mutation: remove,
      style: 'input',
      by: { [owner.ion]: owner.kind, [other.ion]: other.field ?? other.kind },
    },
  };
}

interface Side {
  readonly kind: string;
  /** The field that refers to it, where that is not called as its kind. */
  readonly field?: string;
  readonly ion: string;
}

const ROLE: Side = { kind: 'role', ion: 'roleId' };
const TEAM: Side = { kind: 'team', ion: 'teamId' };
const USER: Side = { kind: 'user', ion: 'userId' };
const PERMISSION_GROUP: Side = { kind: 'permission-group', field: 'permissionGroup', ion: 'permissionGroupId' };

/** Roles and teams go without an etag. [SDL] */
function removedById(mutation: string): Pick<Kind, 'remove'> {
  return { remove: { mutation, style: 'arguments' } };
}

export const people: Family = {
  sections: [
    {
      name: 'roles',
      kind: 'role',
      expand: withLinks('role', [
        { list: 'permissionGroups', kind: 'role-permission-group', field: 'permissionGroup', named: true },
        { list: 'users', kind: 'role-user', field: 'user' },
      ]),
    },
    {
      name: 'teams',
      kind: 'team',
      expand: withLinks('team', [
        { list: 'users', kind: 'team-user', field: 'user' },
        { list: 'roles', kind: 'team-role', field: 'role' },
      ]),
    },
  ],
  kinds: [
    foundBy('user', 'User', 'users', ['email', 'name']),
    foundBy('permission-group', 'PermissionGroup', 'permissionGroups', ['name']),
    {
      name: 'role',
      type: 'Role',
      identity: [['name']],
      fields: { name: { type: 'text' } },
      list: { query: 'roles', pageSize: 50 },
      ...crud({ create: 'createRole', update: 'updateRole', payload: 'role' }),
      ...removedById('deleteRole'),
    },
    link('role-permission-group', 'PermissionGroup', { ...ROLE, at: 'permissionGroups' }, PERMISSION_GROUP, [
      'attachPermissionGroupToRole',
      'detachPermissionGroupFromRole',
    ]),
    link('role-user', 'User', { ...ROLE, at: 'users' }, USER, ['attachRoleToUser', 'detachRoleFromUser']),
    {
      name: 'team',
      type: 'Team',
      identity: [['name']],
      fields: { name: { type: 'text' }, supervisor: { type: 'text', to: 'user', ion: 'supervisorId' } },
      list: { query: 'teams', pageSize: 50 },
      ...crud({ create: 'createTeam', update: 'updateTeam', payload: 'team' }),
      ...removedById('deleteTeam'),
    },
    link('team-user', 'User', { ...TEAM, at: 'users' }, USER, ['addUserToTeam', 'removeUserFromTeam']),
    link('team-role', 'Role', { ...TEAM, at: 'roles' }, ROLE, ['attachRoleToTeam', 'detachRoleFromTeam']),
    foundBy('contact', 'Contact', 'contacts', ['name', 'email']),
    foundBy('location-subtype', 'LocationSubtype', 'locationSubtypes', ['name']),
  ],
};
