// The switches of the sandbox's behaviour.

/** Choices between behaviours that ION's documents describe differently or do not describe. */
export interface Rules {
  /** Whether DRAFT → RELEASED is possible without IN_REVIEW, for mBOMs, procedures and standard steps. */
  readonly directRelease: boolean;
  /** Whether build requirements appear with the inventory [MAN, GUIDE] or with its first run [docs BOM pages]. */
  readonly buildRequirementsAt: 'inventory' | 'run';
  /**
   * How many approvals a new organisation asks for before a procedure, a standard step or an mBOM is released, and before
   * a purchase order is APPROVED. That it can ask for them is documented [SDL settings, MAN mbom-versions], with what it
   * begins is not. An organisation's settings change it later.
   */
  readonly approvals: 0 | 1;
  /** Whether a new organisation lets a part be run only with procedures that are approved for it [SDL RunSettings]. */
  readonly approvedPartProcedures: boolean;
}

/** Every switch with what it can be set to; one that is missing here does not compile. */
export const RULE_SETTINGS: { readonly [Name in keyof Rules]: readonly Rules[Name][] } = {
  directRelease: [true, false],
  buildRequirementsAt: ['inventory', 'run'],
  approvals: [0, 1],
  approvedPartProcedures: [false, true],
};

const DEFAULT_RULES: Rules = {
  directRelease: true,
  buildRequirementsAt: 'inventory',
  approvals: 0,
  approvedPartProcedures: false,
};

/** Every switch: as it is given, else as by default. */
export const completeRules = ({
  directRelease = DEFAULT_RULES.directRelease,
  buildRequirementsAt = DEFAULT_RULES.buildRequirementsAt,
  approvals = DEFAULT_RULES.approvals,
  approvedPartProcedures = DEFAULT_RULES.approvedPartProcedures,
}: Partial<Rules>): Rules => ({ directRelease, buildRequirementsAt, approvals, approvedPartProcedures });
