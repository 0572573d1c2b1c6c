// What only administrators see: invites, rules, and API keys as they are listed.
import type { TableSpec } from './table.ts';

export const administrationTables: readonly TableSpec[] = [
  { type: 'Invite', defaults: { status: 'PENDING', resendCount: 0 } },
  // A rule is stored and never run, which its status says.
  { type: 'Rule', columns: { codeHash: 'String!' }, defaults: { version: 1, enabled: 0, status: 'UNINITIALIZED' } },
  // Whoever asks for the secret of a key later gets null: it is shown once [MAN].
  { type: 'APIKeyObject', defaults: { enabled: 1 }, computed: { clientSecret: () => 'NULL' } },
];
