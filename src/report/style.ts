/** How texts for people are to look. */

export interface Style {
  readonly colour: boolean;
  readonly columns: number;
  /** How much is written out: a summary with the changes that matter, every edit in full, or everything. */
  readonly detail: 'summary' | 'edits' | 'all';
}
