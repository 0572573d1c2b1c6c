// What an mBOM holds, level by level: each part's own latest mBOM opens below it.
import { useCallback, useMemo } from 'preact/hooks';
import { askAll } from './ask.ts';
import { inDigits, inWords, None, Status } from './elements.tsx';
import { hrefOf } from './route.ts';
import { Tree, type TreeNode } from './tree.tsx';

interface Item {
  readonly id: number;
  readonly mbomId: number;
  readonly quantity: number;
  readonly madeOnAssembly: boolean;
  readonly referenceDesignators: readonly { readonly value: string }[] | null;
  readonly substitutes: readonly { readonly part: { readonly id: number; readonly partNumber: string } }[] | null;
  readonly part: {
    readonly id: number;
    readonly partNumber: string;
    readonly revision: string;
    readonly description: string | null;
    readonly trackingType: string | null;
    readonly latestMbom: {
      readonly id: number;
      readonly status: string;
      readonly _MbomItemsCount: number | null;
    } | null;
  };
}

interface BomNode extends TreeNode {
  /** The mBOM that opens below this node. */
  readonly mbomId: number | undefined;
  /** The mBOMs on the way here, against a BOM that contains itself. */
  readonly way: readonly number[];
}

interface ItemsPage {
  readonly mbomItems: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly edges: readonly { readonly node: Item }[];
  };
}

const ITEMS = `query SandboxPage_mbomItems($mboms: [ID], $after: String) {
  mbomItems(filters: { mbomId: { in: $mboms } }, first: 500, after: $after, sort: [ID_ASC]) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      id mbomId quantity madeOnAssembly
      referenceDesignators { value }
      substitutes { part { id partNumber } }
      part { id partNumber revision description trackingType latestMbom { id status _MbomItemsCount } }
    } }
  }
}`;

const readItems = async (mboms: readonly number[], after: string | null = null): Promise<readonly Item[]> => {
  const { mbomItems } = await askAll<ItemsPage>(ITEMS, { mboms, after });
  const items = mbomItems.edges.map(({ node }) => node);
  const { hasNextPage, endCursor } = mbomItems.pageInfo;
  return hasNextPage ? [...items, ...(await readItems(mboms, endCursor))] : items;
};

const Notes = ({ item }: { item: Item }) => {
  const designators = (item.referenceDesignators ?? []).map(({ value }) => value);
  const substitutes = item.substitutes ?? [];
  return (
    <>
      {designators.length === 0 ? null : (
        <span class="note">
          <span class="unseen">, reference designators </span>
          {designators.join(' ')}
        </span>
      )}
      {substitutes.length === 0 ? null : (
        <span class="note">
          {' '}
          or{' '}
          {substitutes.map(({ part }, index) => (
            <span key={part.id}>
              {index === 0 ? '' : ', '}
              <a href={hrefOf(['parts', part.id])}>{part.partNumber}</a>
            </span>
          ))}
        </span>
      )}
    </>
  );
};

const Row = ({ item }: { item: Item }) => (
  <>
    <span class="what">
      <a href={hrefOf(['parts', item.part.id])} class="code">
        {item.part.partNumber}
      </a>{' '}
      <span class="description">{item.part.description}</span> <Notes item={item} />
    </span>
    <span class="cell numeric">
      <span class="unseen">, quantity </span>
      {inDigits(item.quantity)}
    </span>
    <span class="cell secondary">
      <span class="unseen">, tracking </span>
      {item.part.trackingType === null ? <None /> : inWords(item.part.trackingType)}
    </span>
    <span class="cell secondary">
      <span class="unseen">, its mBOM </span>
      {item.part.latestMbom === null ? <None /> : <Status of={item.part.latestMbom.status} />}
    </span>
  </>
);

const nodeOf = (item: Item, parent: BomNode): BomNode => {
  const own = item.part.latestMbom;
  const isCircle = own !== null && parent.way.includes(own.id);
  return {
    key: `${parent.key}/${item.id}`,
    name: item.part.partNumber,
    row: <Row item={item} />,
    hasChildren: own !== null && !isCircle && (own._MbomItemsCount ?? 0) > 0,
    mbomId: own?.id,
    way: own === null ? parent.way : [...parent.way, own.id],
  };
};

const loadItems = async (nodes: readonly BomNode[]): Promise<ReadonlyMap<string, readonly BomNode[]>> => {
  const items = await readItems([...new Set(nodes.flatMap(({ mbomId }) => mbomId ?? []))]);
  return new Map(
    nodes.map(node => [node.key, items.filter(({ mbomId }) => mbomId === node.mbomId).map(item => nodeOf(item, node))]),
  );
};

const HEADS = [
  { text: 'Part' },
  { text: 'Quantity', class: 'numeric' },
  { text: 'Tracking', class: 'secondary' },
  { text: 'Its mBOM', class: 'secondary' },
];

export interface BomRoot {
  readonly id: number;
  readonly version: number;
  readonly status: string;
  readonly _MbomItemsCount: number | null;
}

/** The tree of one mBOM, its own items shown at once. */
export const BomTree = ({ mbom, partNumber }: { mbom: BomRoot; partNumber: string }) => {
  const roots = useMemo(
    (): readonly BomNode[] => [
      {
        key: String(mbom.id),
        name: partNumber,
        row: (
          <>
            <span class="what">
              <span class="code">{partNumber}</span> <span class="description">mBOM version {mbom.version}</span>
            </span>
            <span class="cell numeric" />
            <span class="cell secondary" />
            <span class="cell secondary">
              <Status of={mbom.status} />
            </span>
          </>
        ),
        hasChildren: (mbom._MbomItemsCount ?? 0) > 0,
        mbomId: mbom.id,
        way: [mbom.id],
      },
    ],
    [mbom.id, mbom.version, mbom.status, mbom._MbomItemsCount, partNumber],
  );
  const load = useCallback(loadItems, []);
  return (
    <Tree
      name={`mbom ${mbom.id}`}
      label={`mBOM of ${partNumber}`}
      kind="bom"
      heads={HEADS}
      roots={roots}
      load={load}
      openAtFirst={true}
    />
  );
};
