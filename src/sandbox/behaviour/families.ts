// All families that have behaviour of their own.
import type { Family } from '../resolve/scope.ts';
import { abom } from './abom.ts';
import { apiKeys } from './api-keys.ts';
import { approvals } from './approvals.ts';
import { barcodes } from './barcodes.ts';
import { comments } from './comments.ts';
import { datagridOperations } from './datagrid-operations.ts';
import { datagrids } from './datagrids.ts';
import { files } from './files.ts';
import { inventory } from './inventory.ts';
import { issues } from './issues.ts';
import { kits } from './kits.ts';
import { labels } from './labels.ts';
import { legacy } from './legacy.ts';
import { legacyAbom } from './legacy-abom.ts';
import { mboms } from './mboms.ts';
import { notifications } from './notifications.ts';
import { organization } from './organization.ts';
import { parts } from './parts.ts';
import { people } from './people.ts';
import { procedures } from './procedures.ts';
import { purchaseOrders } from './purchase-orders.ts';
import { receipts } from './receipts.ts';
import { requirements } from './requirements.ts';
import { reviews } from './reviews.ts';
import { revisionSchemes } from './revision-schemes.ts';
import { rules } from './rules.ts';
import { runStepOrder } from './run-step-order.ts';
import { runSteps } from './run-steps.ts';
import { runSummary } from './run-summary.ts';
import { runs } from './runs.ts';
import { serialSchemes } from './serial-schemes.ts';
import { standardSteps } from './standard-steps.ts';
import { stepMerges } from './step-merges.ts';
import { steps } from './steps.ts';
import { validations } from './validations.ts';
import { webhooks } from './webhooks.ts';

export const families: readonly Family[] = [
  organization,
  revisionSchemes,
  serialSchemes,
  people,
  rules,
  apiKeys,
  webhooks,
  labels,
  parts,
  mboms,
  procedures,
  steps,
  standardSteps,
  stepMerges,
  datagrids,
  datagridOperations,
  validations,
  reviews,
  approvals,
  issues,
  comments,
  requirements,
  notifications,
  barcodes,
  files,
  inventory,
  abom,
  legacyAbom,
  runs,
  runSteps,
  runStepOrder,
  runSummary,
  purchaseOrders,
  receipts,
  kits,
  legacy,
];
