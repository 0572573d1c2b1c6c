/** Finds out what the files of recognised entities hold. ION tells their names and where to get them, and nothing more. [SDL] */
import pLimit from 'p-limit';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { ActualEntity, DesiredState } from '../state/entity.ts';
import { Failure } from './failure.ts';
import { downloadFingerprint } from './file-store.ts';
import type { Recognised } from './recognised.ts';

const AT_ONCE = 4;

interface Task {
  readonly actual: ActualEntity;
  readonly field: string;
}

function tasksOf(desired: DesiredState, known: Recognised): readonly Task[] {
  return [...desired.entities.values()].flatMap(({ address, kind, fields }) => {
    const actual = known.entities.get(address);
    const names = Object.keys(fields).filter(name => kindOf(kind).fields[name]?.type === 'file');
    return actual ? names.map(field => ({ actual, field })) : [];
  });
}

async function contentOf({ actual, field }: Task): Promise<string | null> {
  const url = actual.fields[field];
  return typeof url === 'string' ? downloadFingerprint(url, String(actual.fields['filename'] ?? '')) : null;
}

/**
 * Puts fingerprints in the place of the addresses that the target gave, by downloading each declared file that it has.
 * Where that does not succeed the file is taken to be the declared one, which is a warning.
 */
export async function observeFiles(desired: DesiredState, known: Recognised): Promise<readonly Diagnostic[]> {
  const limit = pLimit(AT_ONCE);
  const diagnostics: Diagnostic[] = [];
  const observe = async (task: Task): Promise<void> => {
    const { actual, field } = task;
    const entity = desired.entities.get(actual.address);
    let content = entity?.fields[field] ?? null;
    try {
      content = await contentOf(task);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const origin = entity?.origin;
      const message = `${error.message}, so whether it holds what the file here does is not known`;
      const span = origin?.locate(origin.path, 'value');
      diagnostics.push({ code: 'unreadable-file', severity: 'warning', message, ...(span && { span }) });
    }
    known.add({ ...actual, fields: { ...actual.fields, [field]: content } });
  };
  await Promise.all(tasksOf(desired, known).map(task => limit(() => observe(task))));
  return diagnostics;
}
