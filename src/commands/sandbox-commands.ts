/** The list of commands for the local sandbox. */
import type { CommandDefinition } from './command.ts';

type Option = CommandDefinition['options'][number];

export const TARGET: Option = ['--target <name>', 'which target of seedbed.config.yaml; "sandbox" is the local one'];

const DATA: Option = ['--data <dir>', 'where the data lives (default: that of the target, else .seedbed)'];

const TENANT: Option = ['--tenant <name>', 'one of its tenants (default: the organisation that has no name)'];

export const SANDBOX_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'sandbox start',
    summary: 'serve a local ION until Ctrl-C',
    description:
      'Serves a local stand-in for ION on 127.0.0.1 and prints its addresses, key and secret. It goes on with the data that the directory has; --state and --from replace that data, and say where a reset goes back to.',
    options: [
      ['--port <n>', 'the port to listen on (default: any free one)'],
      DATA,
      ['--state <blank|demo>', 'begin anew: empty, or with the rover of the examples'],
      ['--from <snapshot>', 'begin with a snapshot, by its name or by the path of its file'],
      ['--seed <text>', 'make ids, etags, secrets and the chance of faults the same in every run'],
      ['--clock <time>', 'let the time stand still, as in 2026-01-01T08:00:00Z'],
      ['--latency <ms>', 'hold back every GraphQL answer by so many milliseconds'],
      ['--errors <http-200|http-status>', 'the HTTP status of GraphQL errors (default: http-200)'],
      ['--audience <url>', 'refuse tokens that were asked for with another audience (default: any is taken)'],
      [
        '--rule <name=value...>',
        'where the documents leave a behaviour open: directRelease=false, buildRequirementsAt=run, approvals=1, approvedPartProcedures=true',
      ],
      ['--tls', 'answer HTTPS too, on the same port, with a certificate that clients can be told to trust'],
      ['--tls-name <host...>', 'the certificate is also for this name, which you make lead here (with --tls)'],
      ['--tenant <name...>', 'also an organisation of this name, with data, address and key of its own'],
      [
        '--deliver-to <host...>',
        'really send webhook events to this host, as in 127.0.0.1:9000; all others are only recorded',
      ],
      ['--control', 'open the control paths below /sandbox to every program on this machine'],
      TARGET,
    ],
    examples: [
      ['seedbed sandbox start --port 8080', 'plan and apply then find it by its directory'],
      ['seedbed sandbox start --state demo', 'something to look at'],
      ['seedbed sandbox start --deliver-to 127.0.0.1:9000', 'for a receiver of webhooks on this machine'],
      ['seedbed sandbox start --tenant line-1 --tenant line-2', 'for tests that run at the same time'],
      ['seedbed sandbox start --tls', 'for clients that ask for a token by https:// only'],
      ['seedbed sandbox start --state blank --seed 1 --clock 2026-01-01T08:00:00Z', 'the same answers in every run'],
    ],
    load: () => import('./sandbox-start.ts'),
  },
  {
    name: 'sandbox status',
    summary: 'tell whether the local ION runs, where, and what it was asked',
    description:
      'Tells whether a server runs on the data directory, its addresses, how many requests it has answered and how fast, and which faults stand. --verbose lists all operations.',
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox status --format json', '']],
    load: () => import('./sandbox-status.ts'),
  },
  {
    name: 'sandbox reset',
    summary: 'put the local ION back to its starting state',
    description:
      'Empties the sandbox, or puts it back to where sandbox start let it begin. Works on the running server, or on the data directory when none runs. Without a sandbox there is nothing to do.',
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox reset && seedbed apply --yes', 'start afresh']],
    load: () => import('./sandbox-reset.ts'),
  },
  {
    name: 'sandbox snapshot',
    summary: 'save the state of the local ION under a name',
    description:
      'Saves all data under a name, over an older snapshot of that name. Works on the running server, or on the data directory when none runs.',
    argument: ['<name>', 'letters, digits, ".", "_" and "-"'],
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox snapshot seeded', 'then seedbed sandbox restore seeded, as often as you like']],
    load: () => import('./sandbox-snapshot.ts'),
  },
  {
    name: 'sandbox restore',
    summary: 'bring a saved state back',
    description:
      'Replaces all data by a snapshot. Works on the running server, without a restart, or on the data directory when none runs.',
    argument: ['<snapshot>', 'its name, the path of its file, or blank for an empty ION'],
    options: [DATA, TENANT, TARGET],
    examples: [
      ['seedbed sandbox restore seeded', ''],
      ['seedbed sandbox restore test/states/seeded.db', 'one that is kept with a project'],
    ],
    load: () => import('./sandbox-restore.ts'),
  },
  {
    name: 'sandbox list',
    summary: 'list the snapshots, with date and size',
    description: 'Lists the snapshots in the data directory.',
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox list', '']],
    load: () => import('./sandbox-list.ts'),
  },
  {
    name: 'sandbox fault add',
    summary: 'let the running local ION fail, be slow, or lose answers',
    description:
      'Adds a fault rule, or a list of them, to the running server. A rule is a JSON object with an effect, and with operation, kind, after, count and probability as conditions. Effects are latency, rate-limit, answer, timeout, reset, truncate, slow-body, expired-token, stale-etag, interfere, shift-pages and schema. Rules go when the server ends.',
    argument: ['<rule>', 'JSON, or the path of a file with JSON'],
    options: [DATA, TENANT, TARGET],
    examples: [
      [
        `seedbed sandbox fault add '{"operation":"createPart","count":1,"effect":{"type":"reset","when":"after"}}'`,
        'the next createPart is carried out, but its answer is lost',
      ],
      [`seedbed sandbox fault add '{"probability":0.1,"effect":{"type":"answer","status":503}}'`, 'one request in ten'],
      [
        `seedbed sandbox fault add '{"operation":"token","effect":{"type":"answer","status":500}}'`,
        'nobody gets an access token',
      ],
      ['seedbed sandbox fault add faults.json', 'a rule, or a list of rules, all of which are added or none'],
    ],
    load: () => import('./sandbox-fault-add.ts'),
  },
  {
    name: 'sandbox fault list',
    summary: 'list the faults, and how often each took effect',
    description: 'Lists the fault rules of the running server in the order in which they are tried.',
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox fault list', '']],
    load: () => import('./sandbox-fault-list.ts'),
  },
  {
    name: 'sandbox fault clear',
    summary: 'remove one fault, or all',
    description: 'Removes the fault rule of a name from the running server, or all of them.',
    argument: ['[name]', 'which one (default: all)'],
    options: [DATA, TENANT, TARGET],
    examples: [['seedbed sandbox fault clear slow', '']],
    load: () => import('./sandbox-fault-clear.ts'),
  },
  {
    name: 'sandbox coverage',
    summary: "list which of ION's operations the local ION can do",
    description:
      'Lists by entity how many queries and mutations have behaviour, and which of them answer NOT_EMULATED instead. Needs no server. --verbose lists all by name.',
    options: [],
    examples: [['seedbed sandbox coverage', '']],
    load: () => import('./sandbox-coverage.ts'),
  },
];
