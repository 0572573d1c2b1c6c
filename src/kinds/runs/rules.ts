/** What ION would refuse of runs, and what needs no target to know. */
import type { Rule } from '../kind.ts';
import { beginsInOrder } from './rules/begins-in-order.ts';
import { completeInside } from './rules/complete-inside.ts';
import { fieldsOfItsStep } from './rules/fields-of-its-step.ts';
import { requiredValues } from './rules/required-values.ts';
import { runsOfReleased } from './rules/runs-of-released.ts';
import { stepsOfItsProcedure } from './rules/steps-of-its-procedure.ts';
import { valuesOfBegunSteps } from './rules/values-of-begun-steps.ts';
import { valuesOfTheirType } from './rules/values-of-their-type.ts';

export const runRules: readonly Rule[] = [
  runsOfReleased,
  stepsOfItsProcedure,
  fieldsOfItsStep,
  beginsInOrder,
  completeInside,
  valuesOfBegunSteps,
  valuesOfTheirType,
  requiredValues,
];
