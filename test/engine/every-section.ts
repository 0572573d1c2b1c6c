/** A fixture with every section of the language and as many of their fields as go together, and what tests change in it. */
import { readFileSync } from 'node:fs';
import type { SeededSandbox } from './seeded-sandbox.ts';

export const EVERY_SECTION = readFileSync(new URL('every-section.yaml', import.meta.url), 'utf8');

/** What the fixture only looks up: no section declares currencies, contacts and subtypes of locations. */
const LOOKED_UP = `mutation {
  createCurrency(input: { type: "USD" }) { currency { id } }
  createContact(input: { name: "Gate" }) { contact { id } }
  createLocationSubtype(input: { name: "Clean room" }) { locationSubtype { id } }
}`;

export async function makeLookedUp({ ion }: SeededSandbox): Promise<void> {
  await ion(LOOKED_UP);
}

/** The fixture with stretches of its text replaced, each once; every stretch must be there. */
export function everySectionWith(edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the fixture has no ${from}`);
    return text.replace(from, () => to);
  }, EVERY_SECTION);
}

/** A change in every section. */
export const CHANGED_EVERYWHERE = everySectionWith([
  ['  newton-metre:', '  metre: { type: m }\n  newton-metre:'],
  ['description: Where it all happens', 'description: Where it happens'],
  ['attributes: { Zone: clean }', 'attributes: { Zone: grey }'],
  ["phoneNumber: '+49 89 1'", "phoneNumber: '+49 89 2'"],
  ['labels: [preferred]', 'labels: [pilot]'],
  ['description: Cut and bent', 'description: Cut and painted'],
  ['  urgent: { value: urgent }', '  urgent: { value: urgent }\n  spare: { value: spare }'],
  ['permissionGroups: [UpdateRunStep,', 'permissionGroups: [UpdateRun,'],
  ['roles: [inspector, { lookup: { name: Admin } }]', 'roles: [inspector]'],
  ['options: [red, blue]', 'options: [red, blue, green]'],
  ['attributes: { Colour: red, Mass: 1.5 }', 'attributes: { Colour: green, Mass: 1.6 }'],
  ['subtypes: [sheet]', 'subtypes: [sheet, tooling]'],
  ['part: screw, quantity: 4, substitutes: [screw-zinc]', 'part: screw, quantity: 5, substitutes: [screw-zinc]'],
  ['referenceDesignators: [B1]', 'referenceDesignators: [B1, B2]'],
  ['content: Wipe **twice**.', 'content: Wipe *once*.'],
  ['- first pass', '- first pass (slowly)'],
  ['validations: [{ function: less_than, value: 5 }]', 'validations: [{ function: less_than, value: 6 }]'],
  ['Result: { type: SELECT, options: [good, bad]', 'Result: { type: SELECT, options: [good, bad, so-so]'],
  ['values: { Hole: H1, Width: 4 }', 'values: { Hole: H1, Width: 4.5 }'],
  ['leadTime: 2\n        displayPdf: true', 'leadTime: 2\n        displayPdf: false'],
  ['leadTime: 3\n        displayPdf: false', 'leadTime: 4\n        displayPdf: true'],
  ['photo: { title: Photo }', 'photo: { title: Photo, leadTime: 1 }'],
  ['status: DRAFT, parts: [bracket], steps: {', 'status: RELEASED, parts: [bracket], steps: { wipe: { title: Wipe },'],
  ['    cost: 80', '    cost: 81'],
  ['attributes: { Tags: [new, spare] }', 'attributes: { Tags: [new] }'],
  ['description: The first one', 'description: The very first one'],
  ['status: IN_PROGRESS\n        assignedTo', 'status: COMPLETE\n        assignedTo'],
  ['inventory: screws, quantity: 2', 'inventory: screws, quantity: 3'],
  ['- { part: shim, quantity: 2 }', '- { part: shim, quantity: 3 }\n      - { part: screw-zinc, quantity: 1 }'],
  ['status: IN_PROGRESS\n    location: dock', 'status: DELIVERED\n    location: dock'],
  ['part: bracket, quantity: 2, cost: 40', 'part: bracket, quantity: 3, cost: 41'],
  ['Freight: { value: 25', 'Freight: { value: 26'],
  ['attributes: { Note: one box }', 'attributes: { Note: two boxes }'],
  [
    'quantity: 1, serialNumber: B-7 }',
    'quantity: 1, serialNumber: B-7 }\n      - { purchaseOrderLine: spring.bracket, quantity: 1, serialNumber: B-8 }',
  ],
  ['description: It can be mended', 'description: It can be made good'],
  ['status: IN_PROGRESS\n    dispositionType', 'status: RESOLVED\n    dispositionType'],
  ['inventory: [bracket-1, bracket-2]', 'inventory: [bracket-1]'],
  ["headers: { X-Plant: '1' }", "headers: { X-Plant: '2' }"],
  ['actions: [CREATE, UPDATE]', 'actions: [CREATE, DELETE]'],
]);
