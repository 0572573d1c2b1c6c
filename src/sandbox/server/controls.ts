// What the control endpoints of a tenant do.

import { readRule } from '../faults/read-rule.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { Tenant } from '../tenant.ts';
import {
  CONTROL_PATHS,
  type ControlAccess,
  type ControlInput,
  createControlEndpoint,
  textIn,
} from './control-endpoint.ts';
import type { Endpoint } from './http-server.ts';

const millisecondsIn = (input: ControlInput): number => {
  const value = input['advanceMs'];
  if (typeof value === 'number') return value;
  throw new SandboxError('bad-option', 'The body needs "advanceMs", a number of milliseconds.');
};

const numberIn = (input: ControlInput, name: string): number => {
  const value = Number(input[name] ?? 0);
  if (Number.isSafeInteger(value)) return value;
  throw new SandboxError('bad-option', `"${name}" must be a whole number.`);
};

const nameIn = ({ name }: ControlInput): string | undefined => (typeof name === 'string' ? name : undefined);

/** A tenant's control endpoints by path. */
export const controlsOf = (tenant: Tenant, access: ControlAccess): [string, Endpoint][] => {
  const controls = {
    [CONTROL_PATHS.status]: { get: () => ({ requests: tenant.requests(), faults: tenant.faults.list() }) },
    [CONTROL_PATHS.log]: { get: (input: ControlInput) => tenant.log(numberIn(input, 'after')) },
    [CONTROL_PATHS.reset]: { post: () => tenant.reset() },
    [CONTROL_PATHS.snapshots]: {
      get: () => tenant.listSnapshots(),
      post: (input: ControlInput) => tenant.snapshot(textIn(input, 'name')),
    },
    [CONTROL_PATHS.restore]: { post: (input: ControlInput) => tenant.restore(textIn(input, 'name')) },
    [CONTROL_PATHS.faults]: {
      get: () => tenant.faults.list(),
      post: (input: ControlInput) => ({ name: tenant.faults.add(readRule(input)) }),
      delete: (input: ControlInput) => tenant.faults.clear(nameIn(input)),
    },
    [CONTROL_PATHS.clock]: {
      get: () => ({ now: tenant.clock.now() }),
      post: (input: ControlInput) => {
        tenant.clock.advance(millisecondsIn(input));
        return { now: tenant.clock.now() };
      },
    },
  };
  return Object.entries(controls).map(([path, methods]) => [path, createControlEndpoint(access, methods)]);
};
