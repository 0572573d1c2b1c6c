// The steps of a procedure or a run: numbered as they nest, with what each waits for and what it asks for.
import { inWords, None, Status, Time } from './elements.tsx';
import { plainText } from './plain-text.ts';

export interface Field {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly unit: string | null;
  readonly options: readonly string[] | null;
  /** Of a run only. */
  readonly value?: unknown;
  readonly notApplicable?: boolean;
}

export interface Step {
  readonly id: number;
  readonly title: string;
  readonly parentId: number | null;
  readonly position: number | null;
  readonly upstreamStepIds: readonly number[] | null;
  readonly slateContent: unknown;
  readonly location: { readonly name: string } | null;
  readonly fields: readonly Field[] | null;
  /** Of a run only, as are the rest. */
  readonly status?: string | null;
  readonly startTime?: string | null;
  readonly endTime?: string | null;
  readonly completedBy?: { readonly name: string } | null;
}

interface Numbered {
  readonly step: Step;
  readonly number: string;
  readonly children: readonly Numbered[];
}

/** Steps in the order of their positions, those inside others below them; numbers as in 2 and 2.1. */
const numbered = (steps: readonly Step[], parentId: number | null = null, prefix = ''): readonly Numbered[] =>
  steps
    .filter(step => step.parentId === parentId)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.id - b.id)
    .map((step, index) => {
      const number = `${prefix}${index + 1}`;
      return { step, number, children: numbered(steps, step.id, `${number}.`) };
    });

const numbersById = (all: readonly Numbered[]): ReadonlyMap<number, string> =>
  new Map(all.flatMap(({ step, number, children }) => [[step.id, number] as const, ...numbersById(children)]));

const valueText = ({ value, notApplicable }: Field): string | undefined => {
  if (notApplicable === true) return 'not applicable';
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

const Demand = ({ field }: { field: Field }) => (
  <span class="muted">
    {inWords(field.type)}
    {field.unit === null || field.unit === '' ? '' : ` in ${field.unit}`}
    {field.required ? ', required' : ''}
    {(field.options ?? []).length === 0 ? '' : `: ${field.options?.join(', ')}`}
  </span>
);

const FieldRow = ({ field, isRun }: { field: Field; isRun: boolean }) => {
  const value = valueText(field);
  return (
    <div>
      <dt>{field.name}</dt>
      <dd>
        {isRun ? (
          <span class="value">
            {value ?? <None what="no value yet" />}
            {value === undefined || field.unit === null ? '' : ` ${field.unit}`}{' '}
          </span>
        ) : null}
        <Demand field={field} />
      </dd>
    </div>
  );
};

/** A button rather than a link, for the address already says which view this is. */
const Waits = ({ step, numbers }: { step: Step; numbers: ReadonlyMap<number, string> }) => {
  const upstream = (step.upstreamStepIds ?? []).filter(id => numbers.has(id));
  if (upstream.length === 0) return null;
  const go = (id: number): void => {
    const target = document.getElementById(`step-${id}`);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  };
  return (
    <span class="waits">
      waits for{' '}
      {upstream.map((id, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          <button type="button" class="link" onClick={() => go(id)}>
            {numbers.get(id)}
          </button>
        </span>
      ))}
    </span>
  );
};

const When = ({ step }: { step: Step }) => {
  if (step.startTime == null) return null;
  return (
    <span class="muted">
      {step.endTime == null ? 'started ' : 'finished '}
      <Time at={step.endTime ?? step.startTime} />
      {step.completedBy == null ? '' : ` by ${step.completedBy.name}`}
    </span>
  );
};

const Entry = ({ of, numbers, isRun }: { of: Numbered; numbers: ReadonlyMap<number, string>; isRun: boolean }) => {
  const { step, number, children } = of;
  const text = plainText(step.slateContent);
  const fields = step.fields ?? [];
  return (
    <li class="step">
      <div class="step-head" id={`step-${step.id}`} tabIndex={-1}>
        <span class="number">{number}</span>
        <span class="step-title">{step.title}</span>
        {isRun ? <Status of={step.status} /> : null}
        <Waits step={step} numbers={numbers} />
        {step.location === null ? null : <span class="muted">at {step.location.name}</span>}
        <When step={step} />
      </div>
      {text === '' ? null : <p class="content">{text}</p>}
      {fields.length === 0 ? null : (
        <dl class="fields">
          {fields.map(field => (
            <FieldRow key={field.id} field={field} isRun={isRun} />
          ))}
        </dl>
      )}
      {children.length === 0 ? null : (
        <ol>
          {children.map(child => (
            <Entry key={child.step.id} of={child} numbers={numbers} isRun={isRun} />
          ))}
        </ol>
      )}
    </li>
  );
};

/** With `isRun`, each step's status and each field's value. */
export const Steps = ({ steps, isRun }: { steps: readonly Step[]; isRun: boolean }) => {
  const all = numbered(steps);
  const numbers = numbersById(all);
  return (
    <ol class="steps">
      {all.map(entry => (
        <Entry key={entry.step.id} of={entry} numbers={numbers} isRun={isRun} />
      ))}
    </ol>
  );
};
