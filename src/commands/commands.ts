/** The list of commands. A new command is a file and an entry here. */
import type { CommandDefinition } from './command.ts';

/** What every command takes. */
export const COMMON_OPTIONS: CommandDefinition['options'] = [
  ['--target <name>', 'which target of seedbed.config.yaml; "sandbox" is the local one'],
  ['--format <json|text>', 'json prints one JSON document on stdout, all else goes to stderr (default: text)'],
  ['--concurrency <n>', 'the most requests under way at once (default: 16)'],
  ['--timeout <time>', 'for one request: seconds, or with a unit as in 500ms or 2m (default: 60s)'],
  ['--verbose', 'list everything instead of summing it up'],
  ['--no-color', 'plain text; NO_COLOR in the environment does the same'],
];

const YES: CommandDefinition['options'][number] = ['--yes', 'do not ask; needed where there is no terminal to ask on'];

export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'validate',
    summary: 'check fixtures without any target',
    description: 'Checks fixture files and prints every problem with its place. Sends nothing.',
    takesPaths: true,
    options: [],
    examples: [
      ['seedbed validate', 'the fixtures that seedbed.config.yaml names'],
      ["seedbed validate fixtures/rover 'more/**/*.yaml'", 'files, folders and globs'],
    ],
    load: () => import('./validate.ts'),
  },
  {
    name: 'plan',
    summary: 'show what applying would change',
    description:
      'Reads the target, compares, and prints what would change and how many requests it takes. Writes nothing.',
    takesPaths: true,
    options: [
      ['--out <file>', 'save the plan, for apply --plan'],
      ['--detailed-exitcode', 'end with 4 when anything is pending'],
    ],
    examples: [
      ['seedbed plan fixtures/rover', 'on the local sandbox, unless a target is configured'],
      ['seedbed plan --target staging --out rover.plan', 'save it, to apply exactly this later'],
    ],
    load: () => import('./plan.ts'),
  },
  {
    name: 'apply',
    summary: 'make the target as the fixtures declare',
    description: 'Plans, shows the plan, asks, and applies it. Running it again continues from what the target has.',
    takesPaths: true,
    options: [
      YES,
      ['--plan <file>', 'apply a saved plan; refused when the target has moved since'],
      ['--verify', 'plan again afterwards, and end with 4 unless nothing is left to do'],
    ],
    examples: [
      ['seedbed apply fixtures/rover', 'shows the plan and asks'],
      ['seedbed apply --yes --verify --format json', 'in a script'],
    ],
    load: () => import('./apply.ts'),
  },
  {
    name: 'verify',
    summary: 'check that the target is as declared',
    description: 'Reads the target and compares. Ends with 4 and the drift, field by field, unless all is as declared.',
    takesPaths: true,
    options: [],
    examples: [['seedbed verify fixtures/rover', 'exit code 0 when nothing differs']],
    load: () => import('./verify.ts'),
  },
  {
    name: 'destroy',
    summary: 'remove what the fixtures declare',
    description:
      'Deletes what is declared, in reverse order. What ION never deletes is archived or cancelled, and is listed as what remains.',
    takesPaths: true,
    options: [YES],
    examples: [['seedbed destroy fixtures/rover', 'shows what goes and what remains, and asks']],
    load: () => import('./destroy.ts'),
  },
  {
    name: 'sandbox start',
    summary: 'serve a local ION until Ctrl-C',
    description: 'Serves a local stand-in for ION on 127.0.0.1 and prints its addresses, key and secret.',
    takesPaths: false,
    options: [
      ['--port <n>', 'the port to listen on (default: any free one)'],
      ['--data <dir>', 'where the data lives (default: that of the target, else .seedbed)'],
    ],
    examples: [['seedbed sandbox start --port 8080', 'plan and apply then find it by its directory']],
    load: () => import('./sandbox-start.ts'),
  },
  {
    name: 'sandbox reset',
    summary: 'put the local ION back to its empty start',
    description:
      'Works on the running server, or on the data directory when none runs. Without a sandbox there is nothing to do.',
    takesPaths: false,
    options: [['--data <dir>', 'where the data lives (default: that of the target, else .seedbed)']],
    examples: [['seedbed sandbox reset && seedbed apply --yes', 'start afresh']],
    load: () => import('./sandbox-reset.ts'),
  },
  {
    name: 'sandbox status',
    summary: 'tell whether the local ION runs, and where',
    description:
      'Tells whether a server runs on the data directory, its addresses, and how many requests it has answered.',
    takesPaths: false,
    options: [['--data <dir>', 'where the data lives (default: that of the target, else .seedbed)']],
    examples: [['seedbed sandbox status --format json', '']],
    load: () => import('./sandbox-status.ts'),
  },
];
