// The as-built BOM of a unit: what it requires, what is installed for it, and the same for whatever is installed.
import { useCallback, useMemo } from 'preact/hooks';
import { askAll } from './ask.ts';
import { inDigits } from './elements.tsx';
import { UnitLink } from './links.tsx';
import { hrefOf } from './route.ts';
import { Tree, type TreeNode } from './tree.tsx';

interface Unit {
  readonly id: number;
  readonly serialNumber: string | null;
  readonly lotNumber: string | null;
  readonly status: string | null;
  readonly buildRequirements: readonly { readonly id: number }[] | null;
}

interface Installation {
  readonly id: number;
  readonly quantity: number;
  readonly partInventory: Unit | null;
}

interface Requirement {
  readonly id: number;
  readonly partId: number;
  readonly madeOnAssembly: boolean;
  readonly quantityPerParentPartInventory: number | null;
  readonly fixedQuantityPerBuildRequirement: number | null;
  readonly abomInstallations: readonly Installation[] | null;
}

interface Parent {
  readonly id: number;
  readonly quantity: number;
  readonly buildRequirements: readonly Requirement[] | null;
}

interface PartName {
  readonly id: number;
  readonly partNumber: string;
  readonly description: string | null;
}

interface AsBuiltNode extends TreeNode {
  /** The unit whose requirements open below. */
  readonly unitId: number | undefined;
  /** Or, where several units are installed for one requirement, those. */
  readonly units: readonly Installation[];
}

const REQUIREMENTS = `query SandboxPage_buildRequirements($units: [ID], $first: Int) {
  partInventories(filters: { id: { in: $units } }, first: $first) {
    edges { node {
      id quantity
      buildRequirements {
        id partId madeOnAssembly quantityPerParentPartInventory fixedQuantityPerBuildRequirement
        abomInstallations { id quantity partInventory { id serialNumber lotNumber status buildRequirements { id } } }
      }
    } }
  }
}`;

const NAMES = `query SandboxPage_partNames($parts: [ID], $first: Int) {
  parts(filters: { id: { in: $parts } }, first: $first) { edges { node { id partNumber description } } }
}`;

interface Connection<Node> {
  readonly edges: readonly { readonly node: Node }[];
}

const readParents = async (units: readonly number[]): Promise<readonly Parent[]> => {
  if (units.length === 0) return [];
  const variables = { units, first: units.length };
  const { partInventories } = await askAll<{ partInventories: Connection<Parent> }>(REQUIREMENTS, variables);
  return partInventories.edges.map(({ node }) => node);
};

/** A build requirement names its part by id only. */
const readNames = async (parts: readonly number[]): Promise<ReadonlyMap<number, PartName>> => {
  if (parts.length === 0) return new Map();
  const answer = await askAll<{ parts: Connection<PartName> }>(NAMES, { parts, first: parts.length });
  return new Map(answer.parts.edges.map(({ node }) => [node.id, node]));
};

const required = (requirement: Requirement, parent: Parent): number =>
  requirement.fixedQuantityPerBuildRequirement ?? (requirement.quantityPerParentPartInventory ?? 0) * parent.quantity;

const hasOwn = (unit: Unit | null): boolean => (unit?.buildRequirements ?? []).length > 0;

const Fulfilment = ({ installed, wanted }: { installed: number; wanted: number }) => {
  const tone = installed >= wanted ? 'good' : installed > 0 ? 'active' : 'plain';
  return (
    <span class={`status ${tone}`}>
      {inDigits(installed)} of {inDigits(wanted)}
      <span class="unseen"> installed</span>
    </span>
  );
};

const Installed = ({ installations }: { installations: readonly Installation[] }) => {
  const [only, ...others] = installations;
  if (only === undefined) return <span class="muted">nothing yet</span>;
  return others.length === 0 ? <UnitLink unit={only.partInventory} /> : <span>{installations.length} units</span>;
};

const requirementNode = (
  requirement: Requirement,
  parent: Parent,
  above: AsBuiltNode,
  name: PartName | undefined,
): AsBuiltNode => {
  const installations = requirement.abomInstallations ?? [];
  const installed = installations.reduce((sum, { quantity }) => sum + quantity, 0);
  const single = installations.length === 1 ? (installations[0]?.partInventory ?? null) : null;
  const partNumber = name?.partNumber ?? `part ${requirement.partId}`;
  return {
    key: `${above.key}/${requirement.id}`,
    name: partNumber,
    row: (
      <>
        <span class="what">
          <a href={hrefOf(['parts', requirement.partId])} class="code">
            {partNumber}
          </a>{' '}
          <span class="description">{name?.description}</span>
        </span>
        <span class="cell">
          <span class="unseen">, installed: </span>
          <Installed installations={installations} />
        </span>
        <span class="cell">
          <span class="unseen">, </span>
          <Fulfilment installed={installed} wanted={required(requirement, parent)} />
        </span>
      </>
    ),
    hasChildren: installations.length > 1 || hasOwn(single),
    unitId: single?.id,
    units: installations.length > 1 ? installations : [],
  };
};

const unitNode = ({ id, quantity, partInventory }: Installation, above: AsBuiltNode): AsBuiltNode => ({
  key: `${above.key}/unit-${id}`,
  name: partInventory?.serialNumber ?? partInventory?.lotNumber ?? `unit ${partInventory?.id}`,
  row: (
    <>
      <span class="what">
        <UnitLink unit={partInventory} />
      </span>
      <span class="cell" />
      <span class="cell">
        <span class="unseen">, quantity </span>
        {inDigits(quantity)}
      </span>
    </>
  ),
  hasChildren: hasOwn(partInventory),
  unitId: partInventory?.id,
  units: [],
});

/** Two requests a level, however many units are opened at once. */
const loadRequirements = async (
  nodes: readonly AsBuiltNode[],
): Promise<ReadonlyMap<string, readonly AsBuiltNode[]>> => {
  const wanted = nodes.filter(({ units }) => units.length === 0).flatMap(({ unitId }) => unitId ?? []);
  const parents = await readParents([...new Set(wanted)]);
  const partIds = parents.flatMap(({ buildRequirements }) => (buildRequirements ?? []).map(({ partId }) => partId));
  const names = await readNames([...new Set(partIds)]);
  const below = (node: AsBuiltNode): readonly AsBuiltNode[] => {
    if (node.units.length > 0) return node.units.map(unit => unitNode(unit, node));
    const parent = parents.find(({ id }) => id === node.unitId);
    return (parent?.buildRequirements ?? []).map(one =>
      requirementNode(one, parent as Parent, node, names.get(one.partId)),
    );
  };
  return new Map(nodes.map(node => [node.key, below(node)]));
};

const HEADS = [{ text: 'Required part' }, { text: 'Unit or lot' }, { text: 'Installed' }];

/** The tree of one unit, its own requirements shown at once. */
export const AsBuiltTree = ({ unitId, name }: { unitId: number; name: string }) => {
  const roots = useMemo(
    (): readonly AsBuiltNode[] => [
      {
        key: String(unitId),
        name,
        row: (
          <>
            <span class="what code">{name}</span>
            <span class="cell" />
            <span class="cell" />
          </>
        ),
        hasChildren: true,
        unitId,
        units: [],
      },
    ],
    [unitId, name],
  );
  const load = useCallback(loadRequirements, []);
  return (
    <Tree
      name={`as built ${unitId}`}
      label={`As-built tree of ${name}`}
      kind="as-built"
      heads={HEADS}
      roots={roots}
      load={load}
      openAtFirst={true}
    />
  );
};
