// Barcodes: labels of ION's own, patterns of other systems', and what a scan finds.
import { describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, tenantForFile } from '../open-tenant.ts';

const tenant = tenantForFile();

const scan = async (barcode: string): Promise<number[]> => {
  const document = 'query ($barcode: String!) { scanBarcode(barcode: $barcode) { entities { id } } }';
  return (await tenant.ask(document, { barcode })).scanBarcode.entities.map((entity: Answer) => entity.id);
};

const newTemplate = async (fields: object = {}): Promise<Answer> => {
  const input = { name: 'Unit', entityType: 'PARTS_INVENTORY', template: '^XA^FD${serialNumber}^FS^XZ', ...fields };
  const answer =
    'barcodeTemplate { id _etag name template format entityType deactivated dpi heightInches widthInches }';
  return (await tenant.mutate('createBarcodeTemplate', 'CreateBarcodeTemplateInput', input, answer)).barcodeTemplate;
};

const newLabel = async (templateId: number, entityId: number): Promise<Answer> => {
  const answer = 'barcodeLabel { id _etag iuid barcode qrCode deactivated template { name } entity { id } }';
  const input = { templateId, entityId };
  return (await tenant.mutate('createBarcodeLabel', 'CreateBarcodeLabelInput', input, answer)).barcodeLabel;
};

const newPattern = async (expression: string, entityType = 'PARTS_INVENTORY'): Promise<Answer> => {
  const answer = 'barcodePattern { id _etag entityType expression }';
  const input = { entityType, expression };
  return (await tenant.mutate('createBarcodePattern', 'CreateBarcodePatternInput', input, answer)).barcodePattern;
};

const removePattern = ({ id, _etag: etag }: Answer): Promise<Answer> =>
  tenant.ask('mutation ($id: ID!, $etag: String!) { deleteBarcodePattern(id: $id, etag: $etag) { id } }', { id, etag });

const newUnit = async (partNumber: string, serialNumber: string): Promise<Answer> => {
  const part = await createPart(tenant, partNumber, { trackingType: 'SERIAL' });
  return createInventory(tenant, { partId: part.id, serialNumber });
};

describe('templates', () => {
  test('are ZPL for one type of object, of which there can be many [MAN templating]', async () => {
    const template = await newTemplate();
    expect(template).toMatchObject({ format: 'ZPL', entityType: 'PARTS_INVENTORY', deactivated: false, dpi: 300 });
    expect((await newTemplate({ name: 'Shipping', dpi: 203 })).dpi).toBe(203);
    const { id, _etag: etag } = template;
    const input = { id, etag, name: 'Small', deactivated: true };
    const fields = 'barcodeTemplate { name deactivated }';
    const changed = await tenant.mutate('updateBarcodeTemplate', 'UpdateBarcodeTemplateInput', input, fields);
    expect(changed.barcodeTemplate).toEqual({ name: 'Small', deactivated: true });
  });

  test('inject variables, such as the part number of an inventory and its first run [docs labels overview, MAN templating]', async () => {
    const document =
      '{ barcodeTemplateFieldOptions(templateEntityType: PARTS_INVENTORY) { templateEntityType options } }';
    const { templateEntityType, options } = (await tenant.ask(document)).barcodeTemplateFieldOptions;
    expect(templateEntityType).toBe('PARTS_INVENTORY');
    expect(options).toEqual(expect.arrayContaining(['serialNumber', 'part.partNumber', 'earliestRunId']));
  });
});

describe('labels', () => {
  test('carry a JSON payload with a uid, which a scan resolves to the record [docs labels overview]', async () => {
    const unit = await newUnit('LBL-1', 'S1');
    const label = await newLabel((await newTemplate()).id, unit.entityId);
    expect(label.iuid).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(label.qrCode)).toEqual({ uid: label.iuid });
    expect(await scan(label.qrCode)).toEqual([unit.entityId]);
    expect(await scan(JSON.stringify({ uid: '0'.repeat(32) }))).toEqual([]);
  });

  const startRun = async (partInventoryId: number): Promise<number> => {
    const { id: procedureId } = (await tenant.ask('mutation { createProcedure(title: "P") { procedure { id } } }'))
      .createProcedure.procedure;
    await tenant.mutate('createStep', 'CreateStepInput', { procedureId, title: 'S' }, 'step { id }');
    const { _etag: etag } = await tenant.get('procedure', procedureId, '_etag');
    const release = { id: procedureId, etag, status: 'RELEASED' };
    await tenant.mutate('updateProcedure', 'UpdateProcedureInput', release, 'procedure { id }');
    const input = { procedureId, partInventoryId, title: 'First' };
    return (await tenant.mutate('createRun', 'CreateRunInput', input, 'run { id }')).run.id;
  };

  const printed = async (template: string, { entityId }: Answer): Promise<string> =>
    (await newLabel((await newTemplate({ template })).id, entityId)).barcode;

  test('are what a printer is sent: the template with the values of the record [EX bulk_print_location_labels; MAN templating]', async () => {
    const unit = await newUnit('LBL-ZPL', 'S4');
    const template = '^XA^FD${serialNumber}^FS^FD${part.partNumber}^FS^FD${lotNumber}^FS^XZ';
    expect(await printed(template, unit)).toBe('^XA^FDS4^FS^FDLBL-ZPL^FS^FD^FS^XZ');
  });

  test('name the first run of an inventory, or of the one that it was split from [MAN templating]', async () => {
    const part = await createPart(tenant, 'LBL-RUN');
    const record = await createInventory(tenant, { partId: part.id, quantity: 4 });
    expect(await printed('${earliestRunId}', record)).toBe('');
    const first = await startRun(record.id);
    await startRun(record.id);
    const { _etag: etag } = await tenant.get('partInventory', record.id, '_etag');
    const split = await tenant.mutate(
      'splitPartInventory',
      'SplitPartInventoryInput',
      { id: record.id, etag, quantity: 1 },
      'partInventory { entityId }',
    );
    for (const one of [record, split.partInventory]) {
      expect(await printed('${earliestRunId}', one)).toBe(String(first));
    }
  });

  test('keep a variable that nothing is known of, and have their payload as ${qrCode} (inferred)', async () => {
    const unit = await newUnit('LBL-ODD', 'S5');
    const { barcode, qrCode } = await newLabel(
      (await newTemplate({ template: '${nonsense} ${qrCode}' })).id,
      unit.entityId,
    );
    expect(barcode).toBe(`\${nonsense} ${qrCode}`);
  });

  test('are of what their template is for [inferred], and know their subject [SDL BarcodeSubject]', async () => {
    const unit = await newUnit('LBL-2', 'S1');
    const { location } = await tenant.mutate(
      'createLocation',
      'CreateLocationInput',
      { name: 'Rack' },
      'location { entityId }',
    );
    const wrong = tenant.errorOf(newLabel((await newTemplate()).id, location.entityId));
    expect((await wrong)?.message).toContain('not for LOCATIONS');
    const { id } = await newLabel((await newTemplate()).id, unit.entityId);
    const fields =
      'subject { __typename ... on PartInventory { serialNumber part { partNumber } } } _PartInventoryCount';
    expect(await tenant.get('barcodeLabel', id, fields)).toEqual({
      subject: { __typename: 'PartInventory', serialNumber: 'S1', part: { partNumber: 'LBL-2' } },
      _PartInventoryCount: 1,
    });
    const document = `{ barcodeLabels(filters: { partInventory: { id: { eq: ${unit.id} } } }) { edges { node { id } } } }`;
    expect((await tenant.ask(document)).barcodeLabels.edges).toEqual([{ node: { id } }]);
  });

  test('are not made from a template that is deactivated (inferred)', async () => {
    const unit = await newUnit('LBL-3', 'S1');
    const template = await newTemplate({ deactivated: true });
    expect((await tenant.errorOf(newLabel(template.id, unit.entityId)))?.message).toContain('deactivated');
  });

  test('change their preview with their etag [SDL UpdateBarcodeLabelInput]', async () => {
    const unit = await newUnit('LBL-4', 'S1');
    const { id } = await newLabel((await newTemplate()).id, unit.entityId);
    const file = { entityId: unit.entityId, filename: 'label.png' };
    const { fileAttachment } = await tenant.mutate(
      'createFileAttachment',
      'CreateFileAttachmentInput',
      file,
      'fileAttachment { id }',
    );
    const update = (etag: string) => {
      const input = { id, etag, labelPreviewId: fileAttachment.id };
      return tenant.mutate(
        'updateBarcodeLabel',
        'UpdateBarcodeLabelInput',
        input,
        'barcodeLabel { labelPreview { filename } }',
      );
    };
    expect(await tenant.errorOf(update('stale'))).toMatchObject({ code: 'CONCURRENCY_ERROR' });
    const { _etag } = await tenant.get('barcodeLabel', id, '_etag');
    expect((await update(_etag)).barcodeLabel).toEqual({ labelPreview: { filename: 'label.png' } });
  });
});

describe('patterns', () => {
  test('find inventory by part number and serial number in the barcode of another system [MAN scan-barcodes-from-other-systems]', async () => {
    const unit = await newUnit('EX-PART-001', '1');
    await newUnit('EX-PART-002', '1');
    const pattern = await newPattern('\\(01\\)(?P<part_partNumber>.*)\\(17\\).*\\(10\\)(?P<serialNumber>.*)');
    expect(pattern).toMatchObject({ entityType: 'PARTS_INVENTORY' });
    expect(await scan('(01)EX-PART-001(17)20301231(10)1')).toEqual([unit.entityId]);
    expect(await scan('(01)EX-PART-001(17)20301231(10)2')).toEqual([]);
    expect(await scan('EX-PART-001')).toEqual([]);
    await removePattern(pattern);
    expect(await scan('(01)EX-PART-001(17)20301231(10)1')).toEqual([]);
  });

  test('of which several match find all that they match [MAN]', async () => {
    const [one, other] = [await newUnit('MANY-1', 'TWIN'), await newUnit('MANY-2', 'TWIN')];
    const patterns = [await newPattern('SN:(?P<serialNumber>.*)'), await newPattern('(?:SN):(?<serialNumber>.+)')];
    expect((await scan('SN:TWIN')).sort()).toEqual([one.entityId, other.entityId].sort());
    for (const pattern of patterns) await removePattern(pattern);
  });

  test.each([
    ['prefix', 'PRE', 'PREFIXED_1'],
    ['suffix', 'ED_1', 'PREFIXED_1'],
    ['contains', 'FIX', 'PREFIXED_1'],
  ])(
    'match a part of a field where its name says so: __%s [docs scan-barcodes-from-other-systems]',
    async (mode, text, serial) => {
      const unit = await newUnit(`PART-${mode}`, serial);
      const pattern = await newPattern(`${mode}=(?P<part_partNumber>[^;]*);(?P<serialNumber__${mode}>.*)`);
      expect(await scan(`${mode}=PART-${mode};${text}`)).toEqual([unit.entityId]);
      expect(await scan(`${mode}=PART-${mode};%`)).toEqual([]);
      await removePattern(pattern);
    },
  );

  test('are skipped for JSON, which a regular expression never matches [docs scan-barcodes-from-other-systems]', async () => {
    await newUnit('JSON-1', 'J1');
    const pattern = await newPattern('\\{"sn":"(?P<serialNumber>.*)"\\}');
    expect(await scan('{"sn":"J1"}')).toEqual([]);
    await removePattern(pattern);
  });

  test('find kits, locations and runs as well [SDL Barcodeentitytypeenum]', async () => {
    const { location } = await tenant.mutate(
      'createLocation',
      'CreateLocationInput',
      { name: 'Shelf 7' },
      'location { entityId }',
    );
    const pattern = await newPattern('LOC (?P<name>.*)', 'LOCATIONS');
    expect(await scan('LOC Shelf 7')).toEqual([location.entityId]);
    const { id, _etag: etag } = pattern;
    const input = { id, etag, expression: 'PLACE (?P<name>.*)' };
    await tenant.mutate('updateBarcodePattern', 'UpdateBarcodePatternInput', input, 'barcodePattern { id }');
    expect(await scan('LOC Shelf 7')).toEqual([]);
    expect(await scan('PLACE Shelf 7')).toEqual([location.entityId]);
  });

  test.each([
    ['(?P<serialNumber>', 'no regular expression'],
    ['SN:.*', 'needs a named group'],
    ['(?P<colour>.*)', 'have no field colour'],
    ['(?P<part_colour>.*)', 'have no field part_colour'],
  ])('%s is refused: %s (inferred)', async (expression, reason) => {
    expect((await tenant.errorOf(newPattern(expression)))?.message).toContain(reason);
  });
});
