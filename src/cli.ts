/** argv → command → exit code: the only file that touches `process`. */
import packageFile from '../package.json' with { type: 'json' };
import type { Host } from './commands/command.ts';

/** How a shell reports a process that ended by Ctrl-C. */
const INTERRUPTED = 130;

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
    controller = stop;
    return stop.signal;
  };
}

function hostOf(): Host {
  // A reader that has seen enough, such as `head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    // Asked for inside the command, which can tell of a directory that was deleted under the shell.
    get cwd() {
      return process.cwd();
    },
    env: process.env,
    version: packageFile.version,
    // Opened when first used: opening a stream takes time that --version has not.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    now: () => process.uptime() * 1000,
    interruption: interruption(),
  };
}

async function main(argv: readonly string[]): Promise<number> {
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
