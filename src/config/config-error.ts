/** The error for settings that cannot be used. */

/** One problem a line, each opening with its place (`file:line:column`, a variable or a flag). Ends with exit code 2. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}
