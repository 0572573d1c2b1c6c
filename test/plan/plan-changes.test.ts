import { expect, it } from 'vitest';
import { planChanges } from '../../src/plan/plan-changes.ts';
import { Recognised } from '../../src/remote/recognised.ts';
import type { Entity } from '../../src/state/entity.ts';

const entity = (kind: string, key: string, fields: Entity['fields']): Entity => ({
  ...{ address: `${kind}/${key}`, kind, key, fields },
  ...{ mode: 'managed', owns: [] },
});

it('plans what waits for more than a call takes arguments', () => {
  const count = 130_000;
  const items = Array.from({ length: count }, (_, index) =>
    entity('bom-item', `all.${index}`, { bom: 'bom/all', part: 'part/screw', quantity: 1 }),
  );
  const entities = [
    entity('part', 'screw', { partNumber: 'SCREW' }),
    entity('bom', 'all', { part: 'part/screw', status: 'RELEASED' }),
    ...items,
  ];
  const desired = { entities: new Map(entities.map(each => [each.address, each])) };
  const { changes } = planChanges(desired, new Recognised());
  const last = changes.filter(({ action }) => action === 'transition');
  expect(last.map(({ dependsOn }) => dependsOn.length)).toContain(count + 2);
}, 120_000);
