import { describe, expect, it } from 'vitest';
import { Recognised } from '../../src/remote/recognised.ts';

const entity = (address: string, root: string) => ({ address, root, kind: 'bom-item', fields: {}, numbers: { id: 1 } });

describe('what is known of the target', () => {
  it('is forgotten inside a root, the root itself and what moved to another excepted', () => {
    const known = new Recognised();
    known.add(entity('bom/a', 'bom/a'));
    known.add(entity('bom-item/a.1', 'bom/a'));
    known.add(entity('bom-item/a.2', 'bom/a'));
    known.add(entity('bom-item/b.1', 'bom/b'));
    known.addExtra(entity('bom-item/a.3', 'bom/a'));
    known.add(entity('bom-item/a.2', 'bom/b'));
    known.forgetInside('bom/a');
    expect([...known.entities.keys(), ...known.extras.keys()]).toEqual(['bom/a', 'bom-item/a.2', 'bom-item/b.1']);
    known.add(entity('bom-item/a.1', 'bom/a'));
    known.forgetInside('bom/a');
    expect(known.entities.has('bom-item/a.1')).toBe(false);
  });

  it('is forgotten inside tens of thousands of roots, without looking through all of it for each', () => {
    const known = new Recognised();
    const roots = Array.from({ length: 40_000 }, (_, index) => `bom/${index}`);
    for (const root of roots) for (const item of ['a', 'b']) known.add(entity(`bom-item/${root}.${item}`, root));
    for (const root of roots) known.forgetInside(root);
    expect(known.entities.size).toBe(0);
  });
});
