// Parts: the list, and one part with its mBOM, where it is used, and what there is of it.
import { type BomRoot, BomTree } from './bom-tree.tsx';
import {
  attributeFacts,
  Facts,
  inDigits,
  inWords,
  None,
  Problem,
  Section,
  Status,
  Title,
  unread,
} from './elements.tsx';
import { EntityList, type ListDefinition, Table } from './entity-list.tsx';
import { PartLink } from './links.tsx';
import { hrefOf, type Route } from './route.ts';
import { useAnswer } from './use-answer.ts';

interface PartRow {
  readonly id: number;
  readonly partNumber: string;
  readonly revision: string;
  readonly description: string | null;
  readonly partType: string;
  readonly trackingType: string | null;
  readonly latestMbom: { readonly id: number; readonly status: string } | null;
  readonly quantity: number | null;
}

const LIST: ListDefinition<PartRow> = {
  title: 'Parts',
  noun: 'part',
  path: 'parts',
  placeholder: 'Part number or description',
  document: `query SandboxPage_parts($filters: PartsInputFilters, $first: Int, $after: String) {
    rows: parts(filters: $filters, first: $first, after: $after, sort: [PART_NUMBER_ASC, ID_ASC]) {
      pageInfo { totalCount }
      edges { node { id partNumber revision description partType trackingType quantity latestMbom { id status } } }
    }
  }`,
  filtersOf: text => ({ or_: [{ partNumber: { ilike: `%${text}%` } }, { description: { ilike: `%${text}%` } }] }),
  columns: [
    { head: 'Part number', cell: part => <PartLink part={part} /> },
    { head: 'Rev', cell: ({ revision }) => revision, secondary: true },
    { head: 'Description', cell: ({ description }) => description ?? <None /> },
    {
      head: 'Tracking',
      cell: ({ trackingType }) => (trackingType === null ? <None /> : inWords(trackingType)),
      secondary: true,
    },
    { head: 'mBOM', cell: ({ latestMbom }) => (latestMbom === null ? <None /> : <Status of={latestMbom.status} />) },
    { head: 'Quantity', cell: ({ quantity }) => inDigits(quantity ?? 0), numeric: true },
  ],
};

export const Parts = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface PartAnswer {
  readonly part: {
    readonly id: number;
    readonly partNumber: string;
    readonly revision: string;
    readonly description: string | null;
    readonly partType: string;
    readonly trackingType: string | null;
    readonly sourcingStrategy: string | null;
    readonly supplierPartNumber: string | null;
    readonly leadTime: number | null;
    readonly cost: number | null;
    readonly quantity: number | null;
    readonly unitOfMeasure: { readonly type: string } | null;
    readonly partSubtypes: readonly { readonly name: string }[] | null;
    readonly attributes: readonly { readonly key: string; readonly value: unknown }[] | null;
    readonly mboms: readonly BomRoot[] | null;
    readonly procedures: readonly ProcedureRow[] | null;
    readonly revisions: readonly { readonly id: number; readonly revision: string }[] | null;
  } | null;
  readonly uses: {
    readonly pageInfo: { readonly totalCount: number };
    readonly edges: readonly { readonly node: Use }[];
  } | null;
}

interface ProcedureRow {
  readonly id: number;
  readonly title: string;
  readonly version: number;
  readonly status: string;
}

interface Use {
  readonly id: number;
  readonly quantity: number;
  readonly mbom: {
    readonly version: number;
    readonly status: string;
    readonly part: { readonly id: number; readonly partNumber: string; readonly description: string | null };
  };
}

const PART = `query SandboxPage_part($id: ID!) {
  part(id: $id) {
    id partNumber revision description partType trackingType sourcingStrategy supplierPartNumber leadTime cost quantity
    unitOfMeasure { type } partSubtypes { name } attributes { key value } revisions { id revision }
    mboms { id version status _MbomItemsCount }
    procedures { id title version status }
  }
  uses: mbomItems(filters: { partId: { eq: $id } }, first: 100, sort: [ID_ASC]) {
    pageInfo { totalCount }
    edges { node { id quantity mbom { version status part { id partNumber description } } } }
  }
}`;

/** The mBOM that the address asks for, else the newest. */
const chosen = (mboms: readonly BomRoot[], route: Route): BomRoot | undefined => {
  const wanted = Number(route.parameters.get('mbom'));
  return mboms.find(({ id }) => id === wanted) ?? [...mboms].sort((a, b) => b.version - a.version)[0];
};

const Versions = ({ mboms, shown, partId }: { mboms: readonly BomRoot[]; shown: BomRoot; partId: number }) =>
  mboms.length < 2 ? null : (
    <p class="tools">
      Versions:{' '}
      {mboms.map(({ id, version }) => (
        <a key={id} href={hrefOf(['parts', partId], { mbom: id })} aria-current={id === shown.id ? 'true' : undefined}>
          {version}
        </a>
      ))}
    </p>
  );

const USES = [
  { head: 'Part number', cell: ({ mbom }: Use) => <PartLink part={mbom.part} /> },
  { head: 'Description', cell: ({ mbom }: Use) => mbom.part.description ?? <None /> },
  { head: 'mBOM version', cell: ({ mbom }: Use) => mbom.version, numeric: true },
  { head: 'Status', cell: ({ mbom }: Use) => <Status of={mbom.status} /> },
  { head: 'Quantity', cell: ({ quantity }: Use) => inDigits(quantity), numeric: true },
];

const PROCEDURES = [
  { head: 'Title', cell: ({ id, title }: ProcedureRow) => <a href={hrefOf(['procedures', id])}>{title}</a> },
  { head: 'Version', cell: ({ version }: ProcedureRow) => version, numeric: true },
  { head: 'Status', cell: ({ status }: ProcedureRow) => <Status of={status} /> },
];

export const Part = ({ id, route }: { id: string; route: Route }) => {
  const { data, problem } = useAnswer<PartAnswer>(PART, { id });
  const part = data?.part;
  if (part == null) return unread(`Part ${id}`, problem);
  const mboms = part.mboms ?? [];
  const mbom = chosen(mboms, route);
  const uses = data?.uses?.edges.map(({ node }) => node) ?? [];
  const procedures = part.procedures ?? [];
  return (
    <>
      <Title text={part.partNumber} kind="Part">
        <p class="lead">{part.description}</p>
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Revision', value: part.revision },
          { name: 'Type', value: inWords(part.partType) },
          { name: 'Tracking', value: part.trackingType === null ? null : inWords(part.trackingType) },
          { name: 'Sourcing', value: part.sourcingStrategy === null ? null : inWords(part.sourcingStrategy) },
          { name: 'Subtypes', value: (part.partSubtypes ?? []).map(({ name }) => name).join(', ') },
          { name: 'Unit', value: part.unitOfMeasure?.type },
          { name: 'Supplier part number', value: part.supplierPartNumber },
          { name: 'Lead time', value: part.leadTime },
          { name: 'Cost', value: part.cost },
          {
            name: 'Quantity',
            value: <a href={hrefOf(['inventory'], { q: part.partNumber })}>{inDigits(part.quantity ?? 0)}</a>,
          },
          ...attributeFacts(part.attributes),
        ]}
      />
      {mbom === undefined ? null : (
        <Section title="mBOM">
          <Versions mboms={mboms} shown={mbom} partId={part.id} />
          <BomTree key={mbom.id} mbom={mbom} partNumber={part.partNumber} />
        </Section>
      )}
      {uses.length === 0 ? null : (
        <Section title="Where used">
          <Table caption="Where used" columns={USES} rows={uses} />
        </Section>
      )}
      {procedures.length === 0 ? null : (
        <Section title="Procedures">
          <Table caption="Procedures" columns={PROCEDURES} rows={procedures} />
        </Section>
      )}
    </>
  );
};
