/** The bracket line of the fixture language, as one text that tests change a little. */
export const BRACKET = `
units:
  each: { type: each }
locations:
  plant: { name: Plant 1, type: WAREHOUSE }
  cell-1: { name: Cell 1, type: WORKCENTER, parent: plant }
suppliers:
  bolts: { name: Bolts & Co, email: sales@bolts.example }
subtypes:
  sheet: { name: Sheet metal }
labels:
  demo: { value: demo }
parts:
  bracket-assembly: { partNumber: BRKT-ASSY-001, description: Bracket assembly, trackingType: SERIAL, sourcingStrategy: MAKE }
  bracket: { partNumber: BRKT-001, trackingType: SERIAL, unit: each, subtypes: [sheet] }
  screw: { partNumber: FAST-M3, trackingType: LOT, cost: 0.02 }
  screw-alt: { partNumber: FAST-M3-ZN, trackingType: LOT }
boms:
  bracket-assembly:
    part: bracket-assembly
    status: RELEASED
    items:
      - { part: bracket, quantity: 1, referenceDesignators: [B1] }
      - { part: screw, quantity: 4, substitutes: [screw-alt] }
procedures:
  assemble-bracket:
    title: Assemble bracket
    type: BUILD
    status: RELEASED
    parts: [bracket-assembly]
    steps:
      prepare:
        title: Clean and inspect
      torque:
        title: Torque the screws
        after: [prepare]
        location: cell-1
        content: Torque **crosswise**, two passes.
        fields:
          Torque: { type: NUMBER, unit: Nm, required: true }
          Witness mark: { type: BOOLEAN }
      close:
        title: Close out
        after: [torque]
        steps:
          photo: { title: Take a photo }
          sign: { title: Sign, after: [photo], fields: { Result: { type: SELECT, options: [good, bad], required: true } } }
inventory:
  asm-12: { part: bracket-assembly, serialNumber: ASM-00012, location: cell-1 }
  bracket-1: { part: bracket, serialNumber: SN-00001, supplier: bolts }
  screw-lot: { part: screw, lotNumber: LOT-2026-0123, quantity: 200 }
runs:
  build-asm-12:
    title: Build ASM-00012
    procedure: assemble-bracket
    inventory: asm-12
    dueDate: 2026-12-01T08:00:00+01:00
    steps:
      prepare: { status: COMPLETE }
      torque: { status: IN_PROGRESS, values: { Torque: 1.2 } }
installations:
  asm-12-bracket: { into: asm-12, inventory: bracket-1 }
  asm-12-screws: { into: asm-12, inventory: screw-lot, quantity: 4 }
`;

/** The bracket line with one stretch of its text replaced; the stretch must be there. */
export function bracketWith(...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the bracket line has no ${from}`);
    return text.replace(from, to);
  }, BRACKET);
}
