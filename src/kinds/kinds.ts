/** The list of families, and the kinds and sections that they bring. A new kind is a folder and a line here. */

import { dependencyOrder, type Graph } from '../state/graph.ts';
import { attributes } from './attributes/attributes.ts';
import { basics } from './basics/basics.ts';
import { boms } from './boms/boms.ts';
import { inventory } from './inventory/inventory.ts';
import { issues } from './issues/issues.ts';
import type { Family, Kind, Section } from './kind.ts';
import { kits } from './kits/kits.ts';
import { parts } from './parts/parts.ts';
import { people } from './people/people.ts';
import { procedures } from './procedures/procedures.ts';
import { purchasing } from './purchasing/purchasing.ts';
import { runs } from './runs/runs.ts';
import { webhooks } from './webhooks/webhooks.ts';

export const FAMILIES: readonly Family[] = [
  people,
  attributes,
  basics,
  parts,
  boms,
  procedures,
  inventory,
  runs,
  purchasing,
  kits,
  issues,
  webhooks,
];

const kinds = new Map(FAMILIES.flatMap(family => family.kinds).map(kind => [kind.name, kind]));

/** For each kind, the others that its fields refer to. */
function references(all: ReadonlyMap<string, Kind>): Graph {
  const others = (kind: Kind) =>
    Object.values(kind.fields).flatMap(({ to }) => (to === undefined || to === kind.name ? [] : [to]));
  return new Map([...all].map(([name, kind]) => [name, others(kind)]));
}

/** Every kind, in an order in which no kind is identified by one that comes after it. */
export const KINDS: readonly Kind[] = dependencyOrder(references(kinds)).map(kindOf);

const ranks = new Map(KINDS.map((kind, index) => [kind.name, index]));

/** The place of a kind among `KINDS`: what is referred to ranks before what refers to it. */
export function rankOf(kind: string): number {
  return ranks.get(kind) ?? 0;
}

/** The kind inside whose objects this one stands; undefined for what stands by itself. */
export function containerKind({ within, fields }: Kind): string | undefined {
  return within && fields[within.field]?.to;
}

export const SECTIONS: ReadonlyMap<string, Section> = new Map(
  FAMILIES.flatMap(family => family.sections).map(section => [section.name, section]),
);

/** The kind of that name. Names come from our own tables, so that a wrong one is a bug. */
export function kindOf(name: string): Kind {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`there is no kind "${name}"`);
  return kind;
}
