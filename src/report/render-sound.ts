/** Writes for people that nothing is wrong with their fixtures. */
import type { ValidateRecord } from './records.ts';
import { counted, kindWords, wrapped } from './wording.ts';

export function renderSound({ entities }: ValidateRecord, columns: number): string {
  const kinds = Object.entries(entities);
  const total = kinds.reduce((sum, [, number]) => sum + number, 0);
  const list = kinds.map(([kind, number]) => counted(number, kindWords(kind))).join(', ');
  if (total === 0) return 'No problems, and nothing is declared.';
  return [`No problems in ${counted(total, 'entity')}:`, ...wrapped(list.split(' '), columns, '  ')].join('\n');
}
