// Runs: the list with how far each is, and one run with its steps and values.
import { Facts, inDigits, Problem, Progress, plural, Section, Status, Time, Title, unread } from './elements.tsx';
import { type Column, EntityList, type ListDefinition } from './entity-list.tsx';
import {
  IssueLink,
  inARow,
  KitLink,
  PartLink,
  type PartName,
  RunLink,
  type Titled,
  type Unit,
  UnitLink,
} from './links.tsx';
import { hrefOf, type Route } from './route.ts';
import { type Step, Steps } from './steps.tsx';
import { useAnswer } from './use-answer.ts';

/** What names a run and says how far it is. */
export interface RunProgress {
  readonly id: number;
  readonly title: string;
  readonly status: string | null;
  readonly percentComplete: number | null;
}

interface RunRow extends RunProgress {
  readonly procedure: { readonly id: number; readonly title: string; readonly version: number } | null;
  readonly part: PartName | null;
  readonly partInventory: Unit | null;
}

/** What every table of runs shows; more may stand between. */
export const RUN_COLUMNS: readonly [Column<RunProgress>, Column<RunProgress>, Column<RunProgress>] = [
  { head: 'Title', cell: run => <RunLink run={run} /> },
  { head: 'Status', cell: ({ status }) => <Status of={status} /> },
  {
    head: 'Steps complete',
    cell: ({ title, percentComplete }) => <Progress percent={percentComplete} label={`Steps of ${title} complete`} />,
  },
];

const [TITLE, ...STATE] = RUN_COLUMNS;

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
    TITLE,
    { head: 'Part', cell: ({ part }) => <PartLink part={part} />, secondary: true },
    { head: 'Unit', cell: ({ partInventory }) => <UnitLink unit={partInventory} />, secondary: true },
    ...STATE,
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
        readonly partKits: readonly { readonly id: number }[] | null;
        readonly issues: readonly Titled[] | null;
        readonly steps: readonly Step[] | null;
      })
    | null;
}

const RUN = `query SandboxPage_run($id: ID!) {
  run(id: $id) {
    id title status percentComplete quantity startTime endTime dueDate
    procedure { id title version } part { id partNumber } partInventory { id serialNumber lotNumber } assignedTo { name }
    partKits { id } issues { id title }
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
  if (run == null) return unread(`Run ${id}`, problem);
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
          { name: 'Part', value: run.part && <PartLink part={run.part} /> },
          { name: 'Unit', value: run.partInventory && <UnitLink unit={run.partInventory} /> },
          { name: 'Kits', value: inARow(run.partKits, ({ id }) => <KitLink id={id} />) },
          { name: 'Issues', value: inARow(run.issues, issue => <IssueLink issue={issue} />) },
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
