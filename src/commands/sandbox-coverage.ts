/** `seedbed sandbox coverage`: which of ION's operations have behaviour in the local one. */
import { renderCoverage } from '../report/render-coverage.ts';
import { coverageByEntity } from '../sandbox/index.ts';
import type { Run } from './command.ts';
import { EXIT } from './exit-code.ts';
import { styleOf } from './style-of.ts';

export const run: Run = async context => {
  const entities = coverageByEntity();
  const count = (root: 'queries' | 'mutations', side: 'emulated' | 'notEmulated') =>
    entities.reduce((sum, entity) => sum + entity[root][side].length, 0);
  const record = {
    queries: { emulated: count('queries', 'emulated'), notEmulated: count('queries', 'notEmulated') },
    mutations: { emulated: count('mutations', 'emulated'), notEmulated: count('mutations', 'notEmulated') },
    entities,
  };
  return context.deliver({ exitCode: EXIT.done, record, text: renderCoverage(record, styleOf(context)) });
};
