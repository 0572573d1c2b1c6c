// Links from one entity to another, by what people call it; a dash where there is nothing to lead to.
import type { ComponentChildren } from 'preact';
import { None } from './elements.tsx';
import { hrefOf } from './route.ts';

/** What names a unit or lot. */
export interface Unit {
  readonly id: number;
  readonly serialNumber: string | null;
  readonly lotNumber: string | null;
}

export const unitName = ({ id, serialNumber, lotNumber }: Unit): string => serialNumber ?? lotNumber ?? `#${id}`;

export const UnitLink = ({ unit }: { unit: Unit | null }) =>
  unit === null ? (
    <None />
  ) : (
    <a href={hrefOf(['inventory', unit.id])} class="code">
      {unitName(unit)}
    </a>
  );

/** What names a part. */
export interface PartName {
  readonly id: number;
  readonly partNumber: string;
}

export const PartLink = ({ part }: { part: PartName | null }) =>
  part === null ? (
    <None />
  ) : (
    <a href={hrefOf(['parts', part.id])} class="code">
      {part.partNumber}
    </a>
  );

/** What names a run, or an issue. */
export interface Titled {
  readonly id: number;
  readonly title: string | null;
}

export const RunLink = ({ run }: { run: Titled | null }) =>
  run === null ? <None /> : <a href={hrefOf(['runs', run.id])}>{run.title}</a>;

export const IssueLink = ({ issue: { id, title } }: { issue: Titled }) => (
  <a href={hrefOf(['issues', id])}>{title ?? `Issue ${id}`}</a>
);

export const KitLink = ({ id }: { id: number }) => <a href={hrefOf(['kits', id])}>Kit {id}</a>;

export const OrderLink = ({ id }: { id: number }) => <a href={hrefOf(['purchase-orders', id])}>Order {id}</a>;

/** Several of them in a row; null without any, as facts want it. */
export const inARow = <Row extends { readonly id: number }>(
  rows: readonly Row[] | null | undefined,
  show: (row: Row) => ComponentChildren,
): ComponentChildren =>
  rows == null || rows.length === 0
    ? null
    : rows.map((row, index) => (
        <span key={row.id}>
          {index === 0 ? '' : ', '}
          {show(row)}
        </span>
      ));
