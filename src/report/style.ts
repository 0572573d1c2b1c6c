/** How texts for people are to look. */

export interface Style {
  readonly colour: boolean;
  readonly columns: number;
  /** Everything in full instead of summed up. */
  readonly verbose: boolean;
}
