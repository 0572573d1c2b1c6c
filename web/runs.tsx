// Runs: the list with how far each is, and one run with its steps and values.
import { Facts, inDigits, None, Problem, Progress, plural, Section, Status, Time, Title } from './elements.tsx';
import { EntityList, type ListDefinition } from './entity-list.tsx';
import { hrefOf, type Route } from './route.ts';
import { type Step, Steps } from './steps.tsx';
import { useAnswer } from './use-answer.ts';

/** What names a unit or lot. */
export interface Unit {
  readonly id: number;
  readonly serialNumber: string | null;
  readonly lotNumber: string | null;
}

interface RunRow {
  readonly id: number;
  readonly title: string;
  readonly status: string | null;
  readonly percentComplete: number | null;
  readonly procedure: { readonly id: number; readonly title: string; readonly version: number } | null;
  readonly part: { readonly id: number; readonly partNumber: string } | null;
  readonly partInventory: Unit | null;
}

/** A link to a unit by its serial or lot number. */
export const UnitLink = ({ unit }: { unit: Unit | null }) =>
  unit === null ? (
    <None />
  ) : (
    <a href={hrefOf(['inventory', unit.id])} class="code">
      {unit.serialNumber ?? unit.lotNumber ?? `#${unit.id}`}
    </a>
  );

const LIST: ListDefinition<RunRow> = {
  title: 'Runs',
  noun: 'run',
  path: 'runs',
  placeholder: 'Title, part number or procedure',
  states: ['TODO', 'IN_PROGRESS', 'HOLD', 'REDLINE', 'FAILED', 'PARTIAL_COMPLETE', 'COMPLETE', 'CANCELED'],
  document: `query SandboxPage_runs($filters: RunsInputFilters, $first: Int, $after: String) {
    rows: runs(filters: $filters, first: $first, after: $after, sort: [ID_DESC]) {
      pageInfo { totalCount }
      edges { node {
        id title status percentComplete
        procedure { id title version } part { id partNumber } partInventory { id serialNumber lotNumber }
      } }
    }
  }`,
  filtersOf: text => ({
    or_: [
      { title: { ilike: `%${text}%` } },
      { part: { partNumber: { ilike: `%${text}%` } } },
      { procedure: { title: { ilike: `%${text}%` } } },
    ],
  }),
  columns: [
    { head: 'Title', cell: ({ id, title }) => <a href={hrefOf(['runs', id])}>{title}</a> },
    {
      head: 'Part',
      cell: ({ part }) =>
        part === null ? (
          <None />
        ) : (
          <a href={hrefOf(['parts', part.id])} class="code">
            {part.partNumber}
          </a>
        ),
      secondary: true,
    },
    { head: 'Unit', cell: ({ partInventory }) => <UnitLink unit={partInventory} />, secondary: true },
    { head: 'Status', cell: ({ status }) => <Status of={status} /> },
    {
      head: 'Steps complete',
      cell: ({ title, percentComplete }) => <Progress percent={percentComplete} label={`Steps of ${title} complete`} />,
    },
  ],
};

export const Runs = ({ route }: { route: Route }) => <EntityList list={LIST} route={route} />;

interface RunAnswer {
  readonly run:
    | (RunRow & {
        readonly quantity: number | null;
        readonly startTime: string | null;
        readonly endTime: string | null;
        readonly dueDate: string | null;
        readonly assignedTo: { readonly name: string } | null;
        readonly steps: readonly Step[] | null;
      })
    | null;
}

const RUN = `query SandboxPage_run($id: ID!) {
  run(id: $id) {
    id title status percentComplete quantity startTime endTime dueDate
    procedure { id title version } part { id partNumber } partInventory { id serialNumber lotNumber } assignedTo { name }
    steps {
      id title parentId position status upstreamStepIds startTime endTime slateContent
      completedBy { name } location { name }
      fields { id name type required unit options value notApplicable }
    }
  }
}`;

export const Run = ({ id }: { id: string }) => {
  const { data, problem } = useAnswer<RunAnswer>(RUN, { id });
  const run = data?.run;
  if (run == null) {
    return (
      <>
        <Title text={`Run ${id}`} />
        <Problem text={problem} />
      </>
    );
  }
  const steps = run.steps ?? [];
  const complete = steps.filter(({ status }) => status === 'COMPLETE').length;
  return (
    <>
      <Title text={run.title} kind="Run">
        <Progress percent={run.percentComplete} label="Steps complete" />
      </Title>
      <Problem text={problem} />
      <Facts
        of={[
          { name: 'Status', value: <Status of={run.status} /> },
          {
            name: 'Procedure',
            value:
              run.procedure === null ? null : (
                <a href={hrefOf(['procedures', run.procedure.id])}>
                  {run.procedure.title}, version {run.procedure.version}
                </a>
              ),
          },
          {
            name: 'Part',
            value:
              run.part === null ? null : (
                <a href={hrefOf(['parts', run.part.id])} class="code">
                  {run.part.partNumber}
                </a>
              ),
          },
          { name: 'Unit', value: run.partInventory === null ? null : <UnitLink unit={run.partInventory} /> },
          { name: 'Quantity', value: run.quantity === null ? null : inDigits(run.quantity) },
          { name: 'Assigned to', value: run.assignedTo?.name },
          { name: 'Started', value: run.startTime === null ? null : <Time at={run.startTime} /> },
          { name: 'Finished', value: run.endTime === null ? null : <Time at={run.endTime} /> },
          { name: 'Due', value: run.dueDate === null ? null : <Time at={run.dueDate} /> },
        ]}
      />
      <Section title="Steps" note={`${complete} of ${plural(steps.length, 'step')} complete`}>
        <Steps steps={steps} isRun={true} />
      </Section>
    </>
  );
};
