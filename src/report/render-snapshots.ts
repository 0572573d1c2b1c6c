/** Writes for people which snapshots a sandbox has. */
import { printable } from '../diagnostics/printable.ts';
import type { Place } from './render-sandbox.ts';
import { tableLines } from './table.ts';
import { thousands } from './wording.ts';

/** `saved` is ISO 8601 in UTC. */
export interface SnapshotRecord {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly saved: string;
}

export function renderSnapshots(snapshots: readonly SnapshotRecord[], { shown, flags }: Place): string {
  if (snapshots.length === 0)
    return `There are no snapshots of the ${shown} yet; seedbed sandbox snapshot NAME${flags} makes one.`;
  const rows = snapshots.map(({ name, saved, bytes }) => [printable(name), whenOf(saved), size(bytes)]);
  return [`Snapshots of the ${shown}`, '', ...tableLines(rows, [2]).map(line => `  ${line}`)].join('\n');
}

/** `2026-01-31 08:15:00 UTC`. */
function whenOf(saved: string): string {
  return saved.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${thousands(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
