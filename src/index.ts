/** The public library: what the command line is made of. */
import type { Sandbox, SandboxOptions } from './sandbox/index.ts';

// The stages, in the order in which they are used: compile, makePlan, applyPlan.
export { type ApplyOptions, applyPlan } from './apply/apply-plan.ts';
export type { ApplyEvent, ApplyResult, Outcome } from './apply/outcome.ts';
export type { Session } from './apply/session.ts';
// Configuration.
export { type Config, ConfigError, type ConfigFlags, type ConfigSources, loadConfig, type Target } from './config.ts';
// What is wrong with fixtures.
export { type Checked, type Diagnostic, type DiagnosticCode, hasErrors } from './diagnostics/diagnostic.ts';
export { renderDiagnostics } from './diagnostics/render.ts';
export { type JsonDiagnostic, toJson } from './diagnostics/to-json.ts';
export { compile, makePlan, type Planning } from './pipeline.ts';
export { type Action, type Change, type Edit, isPending, mutationsOf, type Plan } from './plan/change.ts';
export { planChanges } from './plan/plan-changes.ts';
export { planDestroy } from './plan/plan-destroy.ts';
export { Failure, type FailureKind, isFailure } from './remote/failure.ts';
export { checkGuard, confirmDomain, type GuardedTarget, type Refusal, type Verdict } from './remote/guard.ts';
export { clientCredentials, fixedToken, type TokenSource, tokenSource } from './remote/token.ts';
// The way to a target.
export { createTransport, type Transport, type TransportEvent, type TransportOptions } from './remote/transport.ts';
// The records that `--format json` prints.
export { type ApplyFacts, applyRecord } from './report/apply-record.ts';
export { type PlanFacts, planRecord } from './report/plan-record.ts';
export type {
  ApplyRecord,
  ChangeRecord,
  DestroyRecord,
  OutcomeRecord,
  OutcomeSummary,
  PlanRecord,
  Remains,
  ValidateRecord,
} from './report/records.ts';
// The local sandbox.
export type { Sandbox, SandboxOptions, SandboxStatus } from './sandbox/index.ts';
export { SandboxError, type SandboxErrorCode } from './sandbox/sandbox-error.ts';
// The two states that a plan compares.
export type { ActualEntity, ActualState, Address, DesiredState, Entity } from './state/entity.ts';
export type { Fields, Value } from './state/value.ts';

/**
 * Starts a sandbox on 127.0.0.1 and resolves once it answers; the same as `startSandbox` of `seedbed/sandbox`, which is
 * loaded only here. Rejects with a `SandboxError`.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await import('./sandbox/index.ts');
  return sandbox.startSandbox(options);
}
