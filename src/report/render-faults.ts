/** Writes for people which faults stand, what they do, and how often they did. */
import picocolors from 'picocolors';
import { printable } from '../diagnostics/printable.ts';
import type { Value } from '../state/value.ts';
import type { Style } from './style.ts';
import { counted, shownValue, thousands, wrapped } from './wording.ts';

/** `selected` counts the requests that its conditions met, `fired` those in which it took effect. */
export interface FaultRecord {
  readonly name: string;
  readonly rule: { readonly name?: string; readonly effect: { readonly type: string } };
  readonly selected: number;
  readonly fired: number;
}

/** `title` stands above them. */
export function renderFaults(faults: readonly FaultRecord[], title: string, style: Style): string {
  if (faults.length === 0) return 'No fault stands.';
  return [title, ...faults.flatMap(fault => ['', ...faultLines(fault, style)])].join('\n');
}

function faultLines({ name, rule, selected, fired }: FaultRecord, style: Style): readonly string[] {
  const { bold } = picocolors.createColors(style.colour);
  const { effect, name: _, ...conditions } = rule;
  const { type, ...details } = effect;
  const isWhole = style.detail === 'all';
  const met = pairs(conditions, isWhole);
  const lines = [
    [type, ...pairs(details, isWhole)].join(', '),
    `for ${met.length === 0 ? 'every operation' : met.join(', ')}`,
    `met ${counted(selected, 'request')}, took effect in ${thousands(fired)}`,
  ];
  return [`  ${bold(printable(name))}`, ...lines.flatMap(line => wrapped(line.split(' '), style.columns, '      '))];
}

/** `status 503`, `when "after"`. */
function pairs(values: Readonly<Record<string, unknown>>, isWhole: boolean): readonly string[] {
  return Object.entries(values).map(([name, value]) => `${name} ${shownValue(value as Value, isWhole)}`);
}
