/** What ION would refuse of procedures, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { cellsOfTheirColumn } from './rules/cells-of-their-column.ts';
import { fieldsOfTheirType } from './rules/fields-of-their-type.ts';
import { likeTheirStandardStep } from './rules/like-their-standard-step.ts';
import { stepsInACircle } from './rules/steps-in-a-circle.ts';
import { stepsNestTooDeep } from './rules/steps-nest-too-deep.ts';
import { waitsForItself } from './rules/waits-for-itself.ts';

export const procedureRules: readonly Rule[] = [
  stepsNestTooDeep,
  likeTheirStandardStep,
  fieldsOfTheirType,
  cellsOfTheirColumn,
  waitsForItself,
  stepsInACircle,
];
