// Procedures: the list, and one procedure with its steps.
import { Facts, inWords, None, Problem, plural, Section, Status, Title, unread } from './elements.tsx';
import { EntityList, type ListDefinition } from './entity-list.tsx';
import { inARow, PartLink, type PartName } from './links.tsx';
import { hrefOf, type Route } from './route.ts';
import { type Step, Steps } from './steps.tsx';
import { useAnswer } from './use-answer.ts';

interface ProcedureRow {
  readonly id: number;
  readonly title: string;
  readonly version: number;
  readonly status: string;
  readonly description: string | null;
  readonly _StepsCount: number | null;
}

const LIST: ListDefinition<ProcedureRow> = {
  title: 'Procedures',
  noun: 'procedure',
  path: 'procedures',
  placeholder: 'Title',
  states: ['DRAFT', 'IN_REVIEW', 'RELEASED', 'ARCHIVED'],
  document: `query SandboxPage_procedures($filters: ProceduresInputFilters, $first: Int, $after: String) {
    rows: procedures(filters: $filters, first: $first, after: $after, sort: [TITLE_ASC, ID_ASC]) {
      pageInfo { totalCount }
      edges { node { id title version status description _StepsCount } }
    }
  }`,
  filtersOf: text => ({ title: { ilike: `%${text}%` } }),
  columns: [
    { head: 'Title', cell: ({ id, title }) => <a href={hrefOf(['procedures', id])}>{title}</a> },
    { head: 'Description', cell: ({ description }) => description ?? <None />, secondary: true },
    { head: 'Version', cell: ({ version }) => version, numeric: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    { head: 'Steps', cell: ({ _StepsCount }) => _StepsCount ?? <None />, numeric: true },
  ],
};

export const Procedures = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface ProcedureAnswer {
  readonly procedure: {
    readonly id: number;
    readonly title: string;
    readonly version: number;
    readonly status: string;
    readonly type: string;
    readonly description: string | null;
    readonly labels: readonly string[] | null;
    readonly parts: readonly PartName[] | null;
  } | null;
  readonly steps: { readonly edges: readonly { readonly node: Step }[] } | null;
}

const PROCEDURE = `query SandboxPage_procedure($id: ID!) {
  procedure(id: $id) {
    id title version status type description labels
    parts { id partNumber }
  }
  steps(filters: { procedureId: { eq: $id } }, sort: [POSITION_ASC]) {
    edges {
      node {
        id title parentId position upstreamStepIds slateContent
        location { name }
        fields { id name type required unit options }
      }
    }
  }
}`;

export const Procedure = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<ProcedureAnswer>(PROCEDURE, { id });
  const procedure = data?.procedure;
  if (procedure == null) return unread(`Procedure ${id}`, problem);
  const steps = (data?.steps?.edges ?? []).map(({ node }) => node);
  return (
    <>
      <Title text={procedure.title} kind="Procedure">
        <p class="lead">{procedure.description}</p>
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Version', value: procedure.version },
          { name: 'Status', value: <Status of={procedure.status} /> },
          { name: 'Type', value: inWords(procedure.type) },
          { name: 'Labels', value: (procedure.labels ?? []).join(', ') },
          { name: 'For parts', value: inARow(procedure.parts, part => <PartLink part={part} />) },
          { name: 'Runs', value: <a href={hrefOf(['runs'], { q: procedure.title })}>Runs of this procedure</a> },
        ]}
      />
      <Section title="Steps" note={plural(steps.length, 'step')}>
        <Steps steps={steps} isRun={false} />
      </Section>
    </>
  );
};
