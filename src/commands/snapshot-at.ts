/** Tells names of snapshots from paths. */
import { isAbsolute, resolve, sep } from 'node:path';

/** A path becomes absolute, since the server that reads it may run elsewhere; a name stays as it is. */
export function snapshotAt(nameOrPath: string, cwd: string): string {
  const isPath = isAbsolute(nameOrPath) || nameOrPath.includes('/') || nameOrPath.includes(sep);
  return isPath ? resolve(cwd, nameOrPath) : nameOrPath;
}
