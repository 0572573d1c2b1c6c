// The small things that views are made of.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** Which colour a state gets; the word is always there too. */
const TONES: Readonly<Record<string, string>> = {
  RELEASED: 'good',
  COMPLETE: 'good',
  AVAILABLE: 'good',
  SUCCEEDED: 'good',
  RECEIVED: 'good',
  COMPLETED: 'good',
  RESOLVED: 'good',
  IN_PROGRESS: 'active',
  WIP: 'active',
  PARTIAL_COMPLETE: 'active',
  IN_REVIEW: 'active',
  SENDING: 'active',
  ORDERED: 'active',
  DELIVERED: 'active',
  RETRYING: 'warn',
  HOLD: 'warn',
  REDLINE: 'warn',
  FAILED: 'bad',
  SCRAPPED: 'bad',
  UNAVAILABLE: 'warn',
};

/** A state in words, as ION names it but readable. */
export const inWords = (state: string): string => {
  const words = state.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const Status = ({ of }: { of: string | null | undefined }) =>
  of == null ? null : <span class={`status ${TONES[of] ?? 'plain'}`}>{inWords(of)}</span>;

/** A dash that is read as what it means. */
export const None = ({ what = 'none' }: { what?: string }) => (
  <>
    <span aria-hidden="true" class="muted">
      –
    </span>
    <span class="unseen">{what}</span>
  </>
);

/** The heading of a view, which also names the tab. Navigation puts the focus here. */
export const Title = ({ children, text, kind }: { children?: ComponentChildren; text: string; kind?: string }) => {
  useEffect(() => {
    document.title = `${text} · Seedbed sandbox`;
  }, [text]);
  return (
    <header class="title">
      <h1 tabIndex={-1} id="title">
        {kind === undefined ? null : <span class="kind">{kind} </span>}
        {text}
      </h1>
      {children}
    </header>
  );
};

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
}

/** Names and values side by side; facts without a value are left out. */
export const Facts = ({ of }: { of: readonly Fact[] }) => (
  <dl class="facts">
    {of
      .filter(({ value }) => value !== null && value !== undefined && value !== '')
      .map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

/** ION's custom attributes, after what every entity has. */
export const attributeFacts = (
  attributes: readonly { readonly key: string; readonly value: unknown }[] | null,
): readonly Fact[] =>
  (attributes ?? []).map(({ key, value }) => ({ name: key, value: value == null ? null : String(value) }));

export const Problem = ({ text }: { text: string | undefined }) =>
  text === undefined ? null : (
    <p class="problem" role="alert">
      {text}
    </p>
  );

/**
 * Stands for an entity until it was read, and says so when there is none. Not a component of its own, so that the heading
 * stays the same element, with the focus that navigation gave it.
 */
export const unread = (name: string, problem: string | undefined) => (
  <>
    <Title text={name} />
    <Problem text={problem} />
  </>
);

export const Section = ({ title, note, children }: { title: string; note?: string; children: ComponentChildren }) => (
  <section class="section">
    <h2>
      {title}
      {note === undefined ? null : <span class="note"> {note}</span>}
    </h2>
    {children}
  </section>
);

const TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const Time = ({ at }: { at: string | null | undefined }) =>
  at == null ? null : <time dateTime={at}>{TIME.format(new Date(at))}</time>;

const NUMBER = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });

/** 12,000 and 0.25 rather than 12000 and 0.25000001. */
export const inDigits = (value: number): string => NUMBER.format(value);

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${inDigits(count)} ${count === 1 ? one : many}`;

/** How far a run is. Without a percentage nothing is shown. */
export const Progress = ({ percent, label }: { percent: number | null; label: string }) =>
  percent === null ? (
    <None />
  ) : (
    <span class="progress">
      <progress max={100} value={percent} aria-label={label} />
      <span class="figure">{percent}%</span>
    </span>
  );
