/** What a diagnostic can point at: a file's text, and a stretch of it. Offsets count UTF-16 units, as strings do. */

/** A fixture file as read: `path` as it is shown to people, relative to the working directory where that is shorter. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A stretch of a file, `end` exclusive. Line and column are worked out when it is printed. */
export interface Span {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Steps from an authored entry down to one of its values: keys of mappings, indexes of lists. */
export type Path = readonly (string | number)[];

/** Finds the span of the key or the value at a path; of its nearest written ancestor when the path itself was not written. */
export type Locate = (path: Path, part: 'key' | 'value') => Span;
