/** How a command ends, as the number that a script sees. */

/**
 * - `failed`: some changes failed or were blocked, or the program has a bug
 * - `pending`: the target differs from what is declared
 * - `unreachable`: the target does not answer, or refused our credentials
 * - `refused`: a guard said no
 */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  invalid: 3,
  pending: 4,
  unreachable: 5,
  refused: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
