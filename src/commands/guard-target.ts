/** Keeps writing commands away from anything that is not known to be a sandbox. */
import type { Target } from '../config.ts';
import { checkGuard, confirmDomain, type Refusal } from '../remote/guard.ts';
import type { Transport } from '../remote/transport.ts';
import { EXIT } from './exit-code.ts';
import { errorReply, Halt } from './halt.ts';

/** Confirms over a transport what only the target itself can tell. */
export type ConfirmOwner = (transport: Transport) => Promise<void>;

/** Throws a `Halt` when the target must not be written to. What it returns is to be awaited before the first mutation. */
export function guardTarget(target: Target): ConfirmOwner {
  const verdict = checkGuard(target);
  if (verdict.allowed === false) throw refusal(verdict, target);
  if (verdict.allowed === true) return async () => {};
  return async transport => {
    const confirmed = await confirmDomain(transport, verdict.domain);
    if (confirmed.allowed === false) throw refusal(confirmed, target);
  };
}

function refusal({ reason, help }: Refusal, { name }: Target): Halt {
  return new Halt(
    errorReply(EXIT.refused, { code: 'refused', message: `nothing is written to "${name}": ${reason}`, help }),
  );
}
