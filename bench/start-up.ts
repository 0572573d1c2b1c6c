/** How long the program takes to start, to check the rover, and a sandbox to answer, against Node that does nothing. */
import { join } from 'node:path';
import type { Row } from './result.ts';
import { CLI, medianTimes, ROOT, runMeasured } from './run-process.ts';

const ROUNDS = 15;

const PROGRAMS = {
  node: ['-e', '0'],
  version: [CLI, '--version'],
  validate: [CLI, 'validate', join(ROOT, 'fixtures', 'rover')],
  sandbox: [join(ROOT, 'bench', 'first-query.mjs')],
};

type Program = keyof typeof PROGRAMS;

const FIGURES: { program: Program; part: string; aim: number }[] = [
  { program: 'version', part: 'seedbed --version', aim: 25 },
  { program: 'validate', part: 'seedbed validate rover', aim: 200 },
  { program: 'sandbox', part: 'sandbox, first answered query', aim: 600 },
];

const NOTE = `median of ${ROUNDS} whole processes`;

export const measureStartUp = async (): Promise<Row[]> => {
  const time = await medianTimes(PROGRAMS, ROUNDS);
  const bare = time('node');
  const rows: Row[] = [{ part: 'node -e 0', figure: 'time', value: bare, unit: 'ms', note: NOTE }];
  for (const { program, part, aim } of FIGURES) {
    const { peakMegabytes } = await runMeasured(PROGRAMS[program]);
    rows.push(
      { part, figure: 'time', value: time(program), unit: 'ms', note: NOTE },
      { part, figure: 'over bare node', value: time(program) - bare, unit: 'ms', aim: { most: aim } },
      { part, figure: 'ratio to bare node', value: time(program) / bare, unit: 'x' },
      { part, figure: 'peak memory', value: peakMegabytes, unit: 'MB' },
    );
  }
  return rows;
};
