// The switches of the sandbox's behaviour.

/** Choices between behaviours that ION's documents describe differently or do not describe. */
export interface Rules {
  /** Whether DRAFT → RELEASED is possible without IN_REVIEW, for mBOMs and procedures. */
  readonly directRelease: boolean;
  /** Whether build requirements appear with the inventory [MAN, GUIDE] or with its first run [docs BOM pages]. */
  readonly buildRequirementsAt: 'inventory' | 'run';
}

export const DEFAULT_RULES: Rules = { directRelease: true, buildRequirementsAt: 'inventory' };
