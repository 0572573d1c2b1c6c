// The local sandbox as a library: start one, steer it, ask for its state, reset it.
export type { ClockOption, ControlledClock } from './determinism/clock.ts';
export type { FaultControl, FaultStatus } from './faults/control.ts';
export type { FaultEffect, FaultRule, Latency, RateLimit } from './faults/rule.ts';
export {
  addSandboxFault,
  clearSandboxFaults,
  listSandboxFaults,
  listSandboxSnapshots,
  openSandboxTenant,
  resetSandbox,
  restoreSandbox,
  type SandboxStatus,
  sandboxStatus,
  snapshotSandbox,
  type TenantAccess,
  type TenantChoice,
  takeSandboxTurn,
} from './reach-sandbox.ts';
export { type Covered, coverageByEntity, type EntityCoverage } from './resolve/coverage-by-entity.ts';
export { RULE_SETTINGS, type Rules } from './rules.ts';
export { SandboxError, type SandboxErrorCode } from './sandbox-error.ts';
export type { ErrorMode } from './server/error-mode.ts';
export type { LogEntry, OperationFigures } from './server/operation-log.ts';
export type { Statistics } from './server/statistics.ts';
export type { Snapshot } from './snapshots/snapshot-files.ts';
export {
  type Authority,
  type Sandbox,
  type SandboxOptions,
  type SandboxTenant,
  startSandbox,
} from './start-sandbox.ts';
export type { WebhookOptions } from './webhooks/deliveries.ts';
