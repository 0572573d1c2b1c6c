/** What fixtures refer to by lookup only: users, teams and roles, and the subtypes of locations. */
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

export const people: Family = {
  sections: [],
  kinds: [
    foundBy('user', 'User', 'users', ['email', 'name']),
    foundBy('team', 'Team', 'teams', ['name']),
    foundBy('role', 'Role', 'roles', ['name']),
    foundBy('location-subtype', 'LocationSubtype', 'locationSubtypes', ['name']),
  ],
};
