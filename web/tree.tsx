// A tree whose branches are read when they are opened: nested lists with disclosure buttons.
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useNews } from './activity.ts';
import { useReport } from './busy.ts';
import { Problem } from './elements.tsx';

/** One row. `key` names its place, so the same part in two places is two nodes. */
export interface TreeNode {
  readonly key: string;
  /** What the button that opens it is called, as in "Open OSR-1100". */
  readonly name: string;
  readonly row: ComponentChildren;
  readonly hasChildren: boolean;
}

/** Reads the children of several nodes in one go, by the node's key. */
export type LoadChildren<Node extends TreeNode> = (
  nodes: readonly Node[],
) => Promise<ReadonlyMap<string, readonly Node[]>>;

interface Branches<Node extends TreeNode> {
  readonly children: ReadonlyMap<string, readonly Node[]>;
  readonly open: ReadonlySet<string>;
}

/** What was open when the tree was last left, by its name, so that the way back finds it as it was. */
const remembered = new Map<string, ReadonlySet<string>>();

const LIMIT = 2000;

const visible = <Node extends TreeNode>(roots: readonly Node[], { children, open }: Branches<Node>): readonly Node[] =>
  roots.flatMap(node => [
    node,
    ...(open.has(node.key) ? visible(children.get(node.key) ?? [], { children, open }) : []),
  ]);

/** Reads all that is open again, one request a level. */
const readOpen = async <Node extends TreeNode>(
  roots: readonly Node[],
  open: ReadonlySet<string>,
  load: LoadChildren<Node>,
): Promise<ReadonlyMap<string, readonly Node[]>> => {
  const children = new Map<string, readonly Node[]>();
  let level = roots.filter(node => node.hasChildren && open.has(node.key));
  while (level.length > 0) {
    const found = await load(level);
    for (const [key, nodes] of found) children.set(key, nodes);
    level = [...found.values()].flat().filter(node => node.hasChildren && open.has(node.key));
  }
  return children;
};

const useBranches = <Node extends TreeNode>(
  name: string,
  roots: readonly Node[],
  load: LoadChildren<Node>,
  openAtFirst: boolean,
) => {
  const start = useCallback(
    () => remembered.get(name) ?? new Set(openAtFirst ? roots.map(({ key }) => key) : []),
    [name, openAtFirst, roots],
  );
  const [branches, setBranches] = useState<Branches<Node>>(() => ({ children: new Map(), open: start() }));
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(true);
  useReport(isBusy);
  const news = useNews();
  const latest = useRef(0);

  const show = useCallback(
    async (open: ReadonlySet<string>) => {
      remembered.set(name, open);
      latest.current += 1;
      setBusy(true);
      const turn = latest.current;
      try {
        const children = await readOpen(roots, open, load);
        if (turn !== latest.current) return;
        setBranches({ children, open });
        setProblem(undefined);
      } catch (error) {
        setProblem((error as Error).message);
      }
      if (turn === latest.current) setBusy(false);
    },
    [name, roots, load],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: news are a reason to read again
  useEffect(() => {
    void show(start());
  }, [show, start, news]);

  return { branches, problem, show };
};

const Branch = <Node extends TreeNode>({
  node,
  branches,
  toggle,
}: {
  node: Node;
  branches: Branches<Node>;
  toggle: (node: Node) => void;
}) => {
  const isOpen = branches.open.has(node.key);
  const move = (event: KeyboardEvent): void => {
    const wanted = event.key === 'ArrowRight' ? true : event.key === 'ArrowLeft' ? false : isOpen;
    if (wanted !== isOpen) toggle(node);
  };
  return (
    <li>
      <div class="branch">
        {node.hasChildren ? (
          <button type="button" class="toggle" aria-expanded={isOpen} onClick={() => toggle(node)} onKeyDown={move}>
            <span class="unseen">{node.name}</span>
          </button>
        ) : (
          <span class="leaf" />
        )}
        {node.row}
      </div>
      {isOpen && node.hasChildren ? (
        <Level nodes={branches.children.get(node.key) ?? []} branches={branches} toggle={toggle} />
      ) : null}
    </li>
  );
};

const Level = <Node extends TreeNode>({
  nodes,
  branches,
  toggle,
  label,
}: {
  nodes: readonly Node[];
  branches: Branches<Node>;
  toggle: (node: Node) => void;
  label?: string;
}) => (
  <ul aria-label={label}>
    {nodes.map(node => (
      <Branch key={node.key} node={node} branches={branches} toggle={toggle} />
    ))}
  </ul>
);

/**
 * `name` tells this tree from others and must be unique on the page; `roots` and `load` must keep their identity from one
 * rendering to the next, since a new one is taken for news.
 */
export const Tree = <Node extends TreeNode>({
  name,
  label,
  kind,
  heads,
  roots,
  load,
  openAtFirst = false,
}: {
  name: string;
  label: string;
  /** Which columns the rows have, by the class that lays them out. */
  kind: 'bom' | 'as-built';
  heads: readonly { readonly text: string; readonly class?: string }[];
  roots: readonly Node[];
  load: LoadChildren<Node>;
  /** Whether the roots are open until the reader closes them. */
  openAtFirst?: boolean;
}) => {
  const { branches, problem, show } = useBranches(name, roots, load, openAtFirst);
  const toggle = (node: Node): void => {
    const open = new Set(branches.open);
    if (!open.delete(node.key)) open.add(node.key);
    void show(open);
  };
  const shown = visible(roots, branches);
  const closed = shown.filter(node => node.hasChildren && !branches.open.has(node.key));
  const openLevel = (): void => void show(new Set([...branches.open, ...closed.map(({ key }) => key)]));
  const hasBranches = roots.some(({ hasChildren }) => hasChildren);
  return (
    <div class={`tree ${kind}`}>
      {hasBranches ? (
        <p class="tools">
          <button type="button" onClick={openLevel} disabled={closed.length === 0 || shown.length > LIMIT}>
            Open next level
          </button>
          <button
            type="button"
            onClick={() => void show(new Set(openAtFirst ? roots.map(({ key }) => key) : []))}
            disabled={branches.open.size <= (openAtFirst ? roots.length : 0)}
          >
            Close all
          </button>
        </p>
      ) : null}
      <Problem text={problem} />
      <div class="heads" aria-hidden="true">
        {heads.map(head => (
          <span key={head.text} class={head.class}>
            {head.text}
          </span>
        ))}
      </div>
      <div class="branches">
        <Level label={label} nodes={roots} branches={branches} toggle={toggle} />
      </div>
    </div>
  );
};
