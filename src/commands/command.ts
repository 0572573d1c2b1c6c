/** What a command is: its words and options as data, and the function behind them, loaded when it is called. */
import type { ExitCode } from './exit-code.ts';

/** The world around the program, handed in so that only the rim touches it. */
export interface Host {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /**
   * Takes over Ctrl-C, SIGTERM and SIGHUP: the first aborts the signal, a second, but for SIGHUP, ends the process at once.
   * Before the first call they end the process as usual.
   */
  readonly interruption: () => AbortSignal;
}

/** What the command line said; numbers are still texts, so that whoever reads them can name the flag in an error. */
export interface Flags {
  readonly target?: string;
  readonly format?: 'json' | 'text';
  readonly timeout?: string;
  readonly concurrency?: string;
  readonly color?: boolean;
  readonly verbose?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
  readonly detailedExitcode?: boolean;
  readonly plan?: string;
  readonly verify?: boolean;
  readonly port?: string;
  readonly data?: string;
  readonly from?: string;
  readonly state?: 'blank' | 'demo';
  readonly seed?: string;
  readonly clock?: string;
  readonly latency?: string;
  readonly control?: boolean;
  readonly tenant?: string | readonly string[];
  readonly deliverTo?: readonly string[];
  readonly tls?: boolean;
  readonly tlsName?: readonly string[];
  readonly rule?: readonly string[];
  readonly errors?: 'http-200' | 'http-status';
  readonly audience?: string;
}

/** How a command ends: `record` is what `--format json` prints, `text` the same for people. */
export interface Reply {
  readonly exitCode: ExitCode;
  readonly record: object;
  readonly text: string;
  /** Where the text goes; a record always goes to stdout. */
  readonly textTo?: 'stderr';
}

/** One call of a command. */
export interface Context {
  readonly host: Host;
  readonly flags: Flags;
  /** What it says besides flags: paths, or the one argument that the command takes. */
  readonly operands: readonly string[];
  readonly isJson: boolean;
  /** Whether stdout takes colours, and whether stderr does. */
  readonly colour: boolean;
  readonly logColour: boolean;
  /** The width to write texts for. */
  readonly columns: number;
  /** Writes to stdout for people; nothing under `--format json`. */
  readonly say: (text: string) => void;
  /** Writes a line to stderr. */
  readonly log: (text: string) => void;
  /** Writes the command's one answer, and gives its exit code back. To be called once. */
  readonly deliver: (reply: Reply) => ExitCode;
}

export type Run = (context: Context) => Promise<ExitCode>;

export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Sentences for the command's own help. */
  readonly description: string;
  /** What it takes besides flags, as commander reads it, with its explanation. */
  readonly argument?: readonly [syntax: string, explanation: string];
  /** Flags as commander reads them, each with its explanation. */
  readonly options: readonly (readonly [flags: string, explanation: string])[];
  readonly examples: readonly (readonly [line: string, explanation: string])[];
  readonly load: () => Promise<{ readonly run: Run }>;
}
