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

/** Types may know each other in a circle; what runs may not. */
const NO_CYCLES = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error' as const,
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only' as const] } },
    },
  ],
};

const read = async (root: string): Promise<ICruiseResult> => {
  const { output } = await cruise(['src'], {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    ruleSet: NO_CYCLES,
    validate: true,
  });
  if (typeof output === 'string') throw new Error(`expected a graph, got text: ${output}`);
  return output;
};

/** From `src`, as imports see it: `plan/plan.ts`, `../schemas/parts.schema.json`. */
const fromSrc = (path: string): string => (BELOW_SRC.test(path) ? path.replace(BELOW_SRC, '') : `../${path}`);

const importsOf = ({ source, dependencies }: IModule): Import[] =>
  dependencies.map(({ module, coreModule, resolved, couldNotResolve, dependencyTypes }) => ({
    from: fromSrc(source),
    specifier: coreModule ? `node:${module.replace('node:', '')}` : module,
    to: couldNotResolve ? undefined : fromSrc(resolved),
    typeOnly: dependencyTypes.includes('type-only'),
  }));

/** The graph below `root`/src, types included. */
export const readImportGraph = async (root: string): Promise<ImportGraph> => {
  const { modules, summary } = await read(root);
  const own = modules.filter(({ source }) => BELOW_SRC.test(source));
  return {
    files: own.map(({ source }) => fromSrc(source)),
    imports: own.flatMap(importsOf),
    cycles: summary.violations.map(({ cycle }) => (cycle ?? []).map(({ name }) => name)),
  };
};
