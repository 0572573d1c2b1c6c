// The local sandbox as a library: start one, ask for its state, reset it.
export { resetSandbox, type SandboxStatus, sandboxStatus } from './reach-sandbox.ts';
export { SandboxError, type SandboxErrorCode } from './sandbox-error.ts';
export type { Statistics } from './server/statistics.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';
