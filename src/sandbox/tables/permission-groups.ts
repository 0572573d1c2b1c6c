// What the permission groups are called, of which there is about one for each mutation.

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
