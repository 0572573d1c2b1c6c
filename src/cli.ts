/** argv → command → exit code: the only file that touches `process`. */
import packageFile from '../package.json' with { type: 'json' };
import type { Host } from './commands/command.ts';

/** How a shell reports a process that ended by Ctrl-C. */
const INTERRUPTED = 130;

/** What was asked for was done, and nobody could be told. */
const LOST = 1;

function interruption(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller !== undefined) return controller.signal;
    const stop = new AbortController();
    const onSignal = (): void => {
      if (stop.signal.aborted) process.exit(INTERRUPTED);
      stop.abort();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
    // A terminal that goes away may say so twice, and presses nothing.
    process.on('SIGHUP', () => stop.abort());
    controller = stop;
    return stop.signal;
  };
}

/**
 * What cannot be shown is no reason to leave the work half done: the exit code still tells how it went. A reader that has
 * seen enough, such as `head`, is no error; an answer that is lost for another reason is.
 */
function surviveLostOutput(): void {
  let isLost = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isLost) return;
    isLost = true;
    stderr().write(`error: the output cannot be written (${code})\n`);
  });
  process.on('exit', code => {
    if (isLost && code === 0) process.exitCode = LOST;
  });
}

/** Opened when first used: opening a stream takes time that --version has not. */
function stderr(): NodeJS.WriteStream {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => undefined);
  return process.stderr;
}

function hostOf(): Host {
  return {
    // Asked for inside the command, which can tell of a directory that was deleted under the shell.
    get cwd() {
      return process.cwd();
    },
    env: process.env,
    version: packageFile.version,
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return stderr();
    },
    now: () => process.uptime() * 1000,
    interruption: interruption(),
  };
}

async function main(argv: readonly string[]): Promise<number> {
  surviveLostOutput();
  const first = argv[0] ?? '--help';
  if (first === '--version' || first === '-V') {
    process.stdout.write(`${packageFile.version}\n`);
    return 0;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    process.stdout.write((await import('./commands/help.ts')).programHelp());
    return 0;
  }
  return (await import('./commands/run.ts')).run(argv, hostOf());
}

process.exitCode = await main(process.argv.slice(2));
