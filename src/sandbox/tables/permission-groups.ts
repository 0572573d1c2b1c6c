// What the permission groups are called, of which there is about one for each mutation, and the families they are in.

const SPELLED: readonly (readonly [RegExp, string])[] = [
  [/^(Create|Update|Delete)Mbom/, '$1MBom'],
  [/^(Create|Update|Delete)Abom/, '$1ABom'],
  [/ApiKey$/, 'APIKey'],
  [/MrpJob$/, 'MRPJob'],
  [/FromPdf$/, 'FromPDF'],
  [/StepDatagridOperations$/, 'StepDataGridOperations'],
];

/**
 * The group of a mutation: `createPart` → `CreatePart`, and with the capitals of the type's name where the mutation's name has lost
 * them: `createMbomItem` → `CreateMBomItem` [EX permission_groups.csv, which has 20 such names; those of later mBOM mutations are inferred].
 */
export const permissionGroupOf = (mutation: string): string =>
  SPELLED.reduce(
    (name, [from, to]) => name.replace(from, to),
    `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`,
  );

/** Groups of mutations that the schema does not have here, with those of planning and integrations [EX permission_groups.csv]. */
export const FURTHER_GROUPS: readonly string[] = [
  ...['AddInputToPlan', 'AddPlanItemToPlan', 'AddResultToPlanItem', 'ConvertResultsFromPlanItem'],
  ...['ConvertResultsFromPlanItems', 'CreateAnalyticsCredential', 'CreateIntegration', 'CreateMRPJob', 'CreatePlan'],
  ...['CreatePlanItem', 'CreatePlanItemAllocation', 'DeleteAnalyticsCredential', 'RemovePlanItemFromPlan'],
  ...['RemoveResultFromPlanItem', 'UpdateInputToPlan', 'UpdateIntegration', 'UpdateMRPJob', 'UpdatePlan'],
  ...['UpdatePlanItem', 'UpdatePlanItemAllocation'],
];

/** Mostly the type that a mutation changes: the first form that fits a group's name gives its family. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/Organization/, 'Organization'],
  [/APIKey$/, 'APIKeyObject'],
  [/LabelToProcedureFamily$|LabelFromProcedureFamily$/, 'ProcedureFamilyLabel'],
  [/(Label|Requirement)(?:To|From)Item$/, '$1'],
  [/ABomForPartInventory$|AbomItemChildren$/, 'ABomItem'],
  [/(Create|Delete)Asset$/, 'FileAttachment'],
  [/Input(To|From)Plan$/, 'PlanInput'],
  [/ResultsFromPlanItems?$/, 'PlanItem'],
  [/Kit(From|For|Inventory)|UnfulfilledPartKit$/, 'PartKit'],
  [/^(Issue|Move)Item|SplitManyPartInventory$|PartInventories$/, 'PartInventory'],
  [/^Check(In|Out)$/, 'SessionEvent'],
  [/^DispatchNotification$/, 'MessageResponse'],
  [/^SetDatagridValue$/, 'DatagridValue'],
  [/StepToRun|StepRedline$|RunSteps$|RunStepDataGrid/, 'RunStep'],
  [/Copy.*Step$|StandardStepVersion$|StepsFromPDF$|MergeRunStep|ReorderSteps$|StepDataGrid/, 'Step'],
  [/RunStepField(s|Value)$/, 'RunStepField'],
  [/StepFields$|CopyField$/, 'StepField'],
  [/(Run)?Step(s)?Edge$/, '$1StepsEdge'],
  [/^CreatePartRevision$|MultipleParts$/, 'Part'],
  [/^CreateProcedureVersion$/, 'Procedure'],
  [/RunSummary$|(Create|Update)Runs$/, 'Run'],
  [/MultipleMboms$/, 'MBom'],
  [/MultipleMbomItems$/, 'MBomItem'],
  [/MBomSubstitutes$/, 'MBomSubstitute'],
  [/^(?:Add|Remove|Attach|Detach)\w+(?:To|From)([A-Z]\w+)$/, '$1'],
  [/^(?:Create|Update|Delete|Reorder|Resend|Revoke|Archive|Cancel|Clone|Split|Merge)(\w+)$/, '$1'],
];

/** The family of a group [EX permission_groups.csv]; of groups that are not in that list by the same forms (inferred). */
export const familyOf = (group: string): string => {
  for (const [form, family] of FAMILIES) {
    const found = form.exec(group);
    if (found !== null) return family.replace('$1', found[1] ?? '');
  }
  return group;
};
