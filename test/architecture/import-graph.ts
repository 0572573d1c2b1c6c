/** Reads who imports whom below a folder's `src`, with dependency-cruiser. */
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';

export interface Import {
  /** The importing file, as a path from `src`. */
  readonly from: string;
  /** What the import says; Node's own modules always with `node:`. */
  readonly specifier: string;
  /** The imported file as a path from `src`; undefined if there is none. */
  readonly to: string | undefined;
  /** Whether the import is gone once types are. */
  readonly typeOnly: boolean;
}

export interface ImportGraph {
  readonly files: readonly string[];
  readonly imports: readonly Import[];
  /** Files that import each other at run time, in the order of importing; the first closes the round. */
  readonly cycles: readonly (readonly string[])[];
}

const BELOW_SRC = /^src\//;

const NO_CYCLES = {
  forbidden: [{ name: 'no-cycles', severity: 'error' as const, from: {}, to: { circular: true } }],
};

const read = async (root: string, tsPreCompilationDeps: boolean): Promise<ICruiseResult> => {
  const { output } = await cruise(['src'], {
    baseDir: root,
    tsPreCompilationDeps,
    doNotFollow: { path: 'node_modules' },
    ruleSet: NO_CYCLES,
    validate: true,
  });
  if (typeof output === 'string') throw new Error(`expected a graph, got text: ${output}`);
  return output;
};

const ownModules = (result: ICruiseResult): IModule[] => result.modules.filter(module => BELOW_SRC.test(module.source));

/** From `src`, as imports see it: `plan/plan.ts`, `../schemas/parts.schema.json`. */
const fromSrc = (path: string): string => (BELOW_SRC.test(path) ? path.replace(BELOW_SRC, '') : `../${path}`);

const runTimeEdges = (result: ICruiseResult): Set<string> =>
  new Set(
    ownModules(result).flatMap(({ source, dependencies }) => dependencies.map(({ module }) => `${source} ${module}`)),
  );

const importsOf = (result: ICruiseResult, atRunTime: ReadonlySet<string>): Import[] =>
  ownModules(result).flatMap(({ source, dependencies }) =>
    dependencies.map(({ module, coreModule, resolved, couldNotResolve }) => ({
      from: fromSrc(source),
      specifier: coreModule ? `node:${module.replace('node:', '')}` : module,
      to: couldNotResolve ? undefined : fromSrc(resolved),
      typeOnly: !atRunTime.has(`${source} ${module}`),
    })),
  );

/**
 * The graph below `root`/src. It is read twice, with and without its types: types decide which part knows which, while
 * only what is left at run time can be a cycle.
 */
export const readImportGraph = async (root: string): Promise<ImportGraph> => {
  const withTypes = await read(root, true);
  const atRunTime = await read(root, false);
  return {
    files: ownModules(withTypes).map(({ source }) => fromSrc(source)),
    imports: importsOf(withTypes, runTimeEdges(atRunTime)),
    cycles: atRunTime.summary.violations.map(({ cycle }) => (cycle ?? []).map(({ name }) => name)),
  };
};
