/** Writes for people which of ION's operations have behaviour in the local one. */
import picocolors from 'picocolors';
import type { Style } from './style.ts';
import { listed, thousands, wrapped } from './wording.ts';

interface Names {
  readonly emulated: readonly string[];
  readonly notEmulated: readonly string[];
}

interface Counts {
  readonly emulated: number;
  readonly notEmulated: number;
}

export interface EntityCoverageRecord {
  readonly entity: string;
  readonly queries: Names;
  readonly mutations: Names;
}

export interface CoverageRecord {
  readonly queries: Counts;
  readonly mutations: Counts;
  readonly entities: readonly EntityCoverageRecord[];
}

/** One entity with its operations of both sorts together. */
interface Entity extends Names {
  readonly name: string;
}

export function renderCoverage({ queries, mutations, entities }: CoverageRecord, style: Style): string {
  const all = entities.map(together);
  const part = (title: string, some: readonly Entity[], lines: (entity: Entity) => readonly string[]) =>
    some.length === 0 ? [] : ['', title, ...some.flatMap(lines)];
  const whole = all.filter(({ notEmulated }) => notEmulated.length === 0);
  const partly = all.filter(({ emulated, notEmulated }) => emulated.length > 0 && notEmulated.length > 0);
  const none = all.filter(({ emulated }) => emulated.length === 0);
  const { green, yellow, red } = picocolors.createColors(style.colour);
  const isWhole = style.detail === 'all';
  return [
    `${share(queries)} queries and ${share(mutations)} mutations have behaviour. The others answer NOT_EMULATED.`,
    ...(isWhole
      ? part(green('All of it'), whole, one => entityLines(one, style))
      : summed(green('All of it'), whole, style)),
    ...part(yellow('In part'), partly, one => entityLines(one, style)),
    ...part(red('None of it'), none, one => entityLines(one, style)),
  ].join('\n');
}

function together({ entity, queries, mutations }: EntityCoverageRecord): Entity {
  return {
    name: entity,
    emulated: [...queries.emulated, ...mutations.emulated],
    notEmulated: [...queries.notEmulated, ...mutations.notEmulated],
  };
}

function share({ emulated, notEmulated }: Counts): string {
  return `${thousands(emulated)} of ${thousands(emulated + notEmulated)}`;
}

function summed(title: string, entities: readonly Entity[], { columns }: Style): readonly string[] {
  if (entities.length === 0) return [];
  return [
    '',
    title,
    ...wrapped(listed(entities.map(({ name, emulated }) => `${name} (${emulated.length})`)), columns, '  '),
  ];
}

/** What is missing by name, and with `--verbose` what is there. */
function entityLines({ name, emulated, notEmulated }: Entity, { columns, detail }: Style): readonly string[] {
  const total = emulated.length + notEmulated.length;
  const shown = detail === 'all' ? emulated : [];
  return [
    `  ${name}: ${emulated.length} of ${total}`,
    ...wrapped(listed(shown), columns, '      '),
    ...wrapped(notEmulated.length === 0 ? [] : ['not', ...listed(notEmulated)], columns, '      '),
  ];
}
