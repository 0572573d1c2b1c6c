/** The list of commands. A new command is a file and an entry here. */
import type { CommandDefinition } from './command.ts';
import { SANDBOX_COMMANDS, TARGET } from './sandbox-commands.ts';

/** What every command takes. */
export const COMMON_OPTIONS: CommandDefinition['options'] = [
  ['--format <json|text>', 'json prints one JSON document on stdout, all else goes to stderr (default: text)'],
  ['--verbose', 'list everything instead of summing it up'],
  ['--no-color', 'plain text; NO_COLOR in the environment does the same'],
];

/** What every command takes that sends requests. */
const REQUESTS: CommandDefinition['options'] = [
  TARGET,
  ['--concurrency <n>', 'the most requests under way at once (default: 16)'],
  ['--timeout <time>', 'for one request: seconds, or with a unit as in 500ms or 2m (default: 60s)'],
];

const PATHS: CommandDefinition['argument'] = [
  '[paths...]',
  'fixture files, folders or globs (default: those of seedbed.config.yaml, else fixtures/)',
];

const YES: CommandDefinition['options'][number] = ['--yes', 'do not ask; needed where there is no terminal to ask on'];

export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'validate',
    summary: 'check fixtures without any target',
    description: 'Checks fixture files and prints every problem with its place. Sends nothing.',
    argument: PATHS,
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
    argument: PATHS,
    options: [
      ['--out <file>', 'save the plan, for apply --plan'],
      ['--detailed-exitcode', 'end with 4 when anything is pending'],
      ...REQUESTS,
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
    argument: PATHS,
    options: [
      YES,
      ['--plan <file>', 'apply a saved plan; refused when the target has moved since'],
      ['--verify', 'plan again afterwards, and end with 4 unless nothing is left to do'],
      ...REQUESTS,
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
    argument: PATHS,
    options: REQUESTS,
    examples: [['seedbed verify fixtures/rover', 'exit code 0 when nothing differs']],
    load: () => import('./verify.ts'),
  },
  {
    name: 'destroy',
    summary: 'remove what the fixtures declare',
    description:
      'Deletes what is declared, in reverse order. What ION never deletes is archived where ION can do that, and is listed as what remains.',
    argument: PATHS,
    options: [YES, ...REQUESTS],
    examples: [['seedbed destroy fixtures/rover', 'shows what goes and what remains, and asks']],
    load: () => import('./destroy.ts'),
  },
  ...SANDBOX_COMMANDS,
];
