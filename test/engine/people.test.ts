import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

const EMAIL = 'service-account@sandbox.example';

const PEOPLE = `
roles:
  inspector:
    name: Inspector
    permissionGroups: [UpdateRunStep, { lookup: { name: CreateIssue } }]
    users: [{ lookup: { email: ${EMAIL} } }]
  buyer: { name: Buyer }
teams:
  assembly:
    name: Final assembly
    supervisor: { lookup: { email: ${EMAIL} } }
    users: [{ lookup: { email: ${EMAIL} } }]
    roles: [inspector, { lookup: { name: Admin } }]
`;

const STATE = `{
  roles(sort: [NAME_ASC]) { edges { node { name permissionGroups { name } users { email } } } }
  teams { edges { node { name supervisor { email } users { email } roles { name } } } }
}`;

let seeded: SeededSandbox;
beforeAll(async () => {
  seeded = await startSeeded();
});
afterAll(() => seeded.close());
beforeEach(() => seeded.sandbox.reset());

function changedBy(from: string, to: string): string {
  expect(PEOPLE).toContain(from);
  return PEOPLE.replace(from, to);
}

async function seedPeople(): Promise<void> {
  expect(troubles(await seeded.apply(PEOPLE))).toEqual([]);
}

describe('roles and teams', () => {
  it('are made with their links, and then kept', async () => {
    await seedPeople();
    const { roles, teams } = await seeded.ion<{
      roles: { edges: { node: object }[] };
      teams: { edges: { node: { roles: object[] } }[] };
    }>(STATE);
    expect(roles.edges.map(({ node }) => node)).toEqual([
      expect.objectContaining({ name: 'Admin' }),
      { name: 'Buyer', permissionGroups: [], users: [] },
      {
        name: 'Inspector',
        permissionGroups: expect.arrayContaining([{ name: 'UpdateRunStep' }, { name: 'CreateIssue' }]),
        users: [{ email: EMAIL }],
      },
    ]);
    expect(teams.edges).toEqual([
      {
        node: {
          name: 'Final assembly',
          supervisor: { email: EMAIL },
          users: [{ email: EMAIL }],
          roles: expect.arrayContaining([{ name: 'Inspector' }, { name: 'Admin' }]),
        },
      },
    ]);
    expect(pending(await seeded.plan(PEOPLE))).toEqual([]);
  });

  it('lose the links that a written list has no more, whoever made them', async () => {
    await seedPeople();
    const { roles, permissionGroups } = await seeded.ion<
      Record<'roles' | 'permissionGroups', { edges: { node: { id: number } }[] }>
    >(
      '{ roles(filters: { name: { eq: "Inspector" } }) { edges { node { id } } } permissionGroups(filters: { name: { eq: "CreatePart" } }) { edges { node { id } } } }',
    );
    const input = { roleId: roles.edges[0]?.node.id, permissionGroupId: permissionGroups.edges[0]?.node.id };
    await seeded.ion(
      'mutation ($input: PermissionGroupToRoleInput!) { attachPermissionGroupToRole(input: $input) { role { id } } }',
      { input },
    );
    const changed = changedBy(', { lookup: { name: CreateIssue } }', '').replace(
      'roles: [inspector, ',
      'roles: [buyer, ',
    );
    expect(pending(await seeded.plan(changed)).toSorted()).toEqual([
      expect.stringMatching(/^create team-role\/assembly.buyer$/),
      expect.stringMatching(/^delete role-permission-group\/inspector\./),
      expect.stringMatching(/^delete role-permission-group\/inspector\./),
      'delete team-role/assembly.inspector',
    ]);
    expect(troubles(await seeded.apply(changed))).toEqual([]);
    expect(pending(await seeded.plan(changed))).toEqual([]);
  });

  it('keep the links of lists that are not written', async () => {
    await seedPeople();
    expect(pending(await seeded.plan('roles: { inspector: { name: Inspector } }'))).toEqual([]);
  });

  it('are changed with one update', async () => {
    await seeded.apply(changedBy(`    supervisor: { lookup: { email: ${EMAIL} } }\n`, ''));
    expect(pending(await seeded.plan(PEOPLE))).toEqual(['update team/assembly']);
    await seedPeople();
    expect(pending(await seeded.plan(PEOPLE))).toEqual([]);
  });

  it('serve those who refer to them by key', async () => {
    const fixture = `${PEOPLE}
procedures:
  check:
    title: Check
    status: RELEASED
    steps: { sign: { title: Sign, fields: { Inspected: { type: SIGNOFF, signoffRole: inspector } } } }
runs:
  first: { title: First, procedure: check, assignedTeam: assembly, assignedTo: { lookup: { email: ${EMAIL} } } }
`;
    expect(troubles(await seeded.apply(fixture))).toEqual([]);
    expect(pending(await seeded.plan(fixture))).toEqual([]);
    const { runs } = await seeded.ion<{ runs: object }>('{ runs { edges { node { assignedTeam { name } } } } }');
    expect(runs).toEqual({ edges: [{ node: { assignedTeam: { name: 'Final assembly' } } }] });
  });

  it('are destroyed, and what was only looked up stays', async () => {
    await seedPeople();
    expect(troubles(await seeded.destroy(PEOPLE))).toEqual([]);
    const { roles, teams } = await seeded.ion<Record<'roles' | 'teams', { edges: { node: { name: string } }[] }>>(
      '{ roles { edges { node { name } } } teams { edges { node { name } } } }',
    );
    expect([roles.edges.map(({ node }) => node.name), teams.edges]).toEqual([['Admin'], []]);
  });

  it('refuse a lookup that finds nobody, at its place', async () => {
    const refused = await seeded.refusals(
      PEOPLE.replace(`users: [{ lookup: { email: ${EMAIL} } }]`, 'users: [{ lookup: { email: nobody@example.com } }]'),
    );
    expect(refused).toMatchObject([
      {
        code: 'lookup-not-found',
        message: 'the target has no user with email "nobody@example.com"',
        help: 'create it in the target; no fixture file can declare it',
      },
    ]);
  });
});
