// The error that tells the person who runs a sandbox what stands in the way.

/** What went wrong, as a word a program can compare. */
export type SandboxErrorCode =
  | 'already-running'
  | 'bad-data-directory'
  | 'bad-fault'
  | 'bad-name'
  | 'bad-option'
  | 'bad-snapshot'
  | 'no-database'
  | 'no-snapshot'
  | 'no-tenant'
  | 'not-running'
  | 'other-layout'
  | 'port-in-use';

/** Thrown by the functions of the sandbox library; `message` is one sentence that can be shown as it is. */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SandboxError';
    this.code = code;
  }
}

/** Why the system or the database would not, in their shortest words: `EACCES`, `file is not a database`. */
export const reasonOf = (cause: unknown): string => {
  const { code, message = String(cause) } = cause as NodeJS.ErrnoException;
  return code === undefined || code.startsWith('ERR_') ? message : code;
};
