// What hangs on other things: issues about inventory, files of run steps, labels on whatever has an entityId.
import { describe, expect, test } from 'vitest';
import { type Answer, createInventory, createPart, tenantForFile } from './open-tenant.ts';

const tenant = tenantForFile();

const createIssue = async (input: object): Promise<Answer> => {
  const fields = 'issue { id title status causeCondition partInventories { id } }';
  return (await tenant.mutate('createIssue', 'CreateIssueInput', input, fields)).issue;
};

const rich = (text: string) => [{ type: 'p', children: [{ text }] }];

const startRun = async (): Promise<Answer> => {
  const { id } = (await tenant.ask('mutation { createProcedure(title: "Test") { procedure { id } } }')).createProcedure
    .procedure;
  await tenant.mutate('createStep', 'CreateStepInput', { procedureId: id, title: 'Measure' }, 'step { id }');
  const { _etag: etag } = await tenant.get('procedure', id, '_etag');
  await tenant.mutate('updateProcedure', 'UpdateProcedureInput', { id, etag, status: 'RELEASED' }, 'procedure { id }');
  const input = { procedureId: id, title: 'Run' };
  return (await tenant.mutate('createRun', 'CreateRunInput', input, 'run { id entityId steps { id entityId } }')).run;
};

describe('issues', () => {
  test('come in bulk from rows of a record and a text, which stays rich text to the letter [EX bulk_create_issue]', async () => {
    const part = await createPart(tenant, 'ISSUE-1');
    const rows: [number, string][] = [];
    for (const text of ['Scratch, 2 mm', 'Wrong "colour"']) {
      rows.push([(await createInventory(tenant, { partId: part.id })).id, text]);
    }
    for (const [id, text] of rows) {
      const causeCondition = [{ children: rich(text) }];
      const issue = await createIssue({ title: text, partInventoryIds: [id], causeCondition });
      expect(issue).toMatchObject({ status: 'PENDING', causeCondition, partInventories: [{ id }] });
    }
  });

  test('the older form names one record, and no title [EX bulk_create_issue]', async () => {
    const record = await createInventory(tenant, { partId: (await createPart(tenant, 'ISSUE-2')).id });
    const issue = await createIssue({ partInventoryId: String(record.id), causeCondition: rich('Bent') });
    expect(issue).toMatchObject({ title: null, partInventories: [{ id: record.id }] });
  });

  test('are found on the run step that they were raised at, and move on by their etag [SDL]', async () => {
    const { steps } = await startRun();
    const type = { title: 'Use as is', active: true };
    const payload = 'issueDispositionType { id }';
    const made = await tenant.mutate('createIssueDispositionType', 'CreateIssueDispositionTypeInput', type, payload);
    const { id } = await createIssue({
      title: 'Out of range',
      runStepId: steps[0].id,
      issueDispositionTypeId: made.issueDispositionType.id,
      expectedCondition: rich('1.2 Nm'),
    });
    for (const status of ['IN_PROGRESS', 'IN_REVIEW', 'RESOLVED']) {
      const { _etag: etag } = await tenant.get('issue', id, '_etag');
      await tenant.mutate('updateIssue', 'UpdateIssueInput', { id, etag, status }, 'issue { id }');
    }
    const document =
      'query ($filters: IssueInputFilters) { issues(filters: $filters) { edges { node { id status } } } }';
    const { issues } = await tenant.ask(document, { filters: { runStepId: { eq: steps[0].id } } });
    expect(issues.edges).toEqual([{ node: { id, status: 'RESOLVED' } }]);
  });

  test('their attributes are set one by one with their Etags [EX update_issue_attributes]', async () => {
    const { me } = await tenant.ask('{ me { organization { id _etag } } }');
    const define = { id: me.organization.id, etag: me.organization._etag, key: 'Severity', type: 'STRING' };
    await tenant.ask(
      `mutation ($id: ID!, $etag: String!, $key: String!) {
        updateOrganizationIssueAttributes(input: { id: $id, etag: $etag, key: $key, type: STRING }) { organization { id } }
      }`,
      define,
    );
    const { id } = await createIssue({ title: 'Rated' });
    const [attribute] = (await tenant.get('issue', id, 'attributes { key value Etag }')).attributes;
    const input = { issueId: id, key: 'Severity', value: 'high', etag: attribute.Etag };
    const fields = 'issueAttribute { Etag key value }';
    const { issueAttribute } = await tenant.mutate('updateIssueAttribute', 'UpdateIssueAttributeInput', input, fields);
    expect(issueAttribute).toEqual({ key: 'Severity', value: 'high', Etag: expect.not.stringMatching(attribute.Etag) });
  });
});

describe('files', () => {
  const attach = (name: string, entityId: number, filename: string): Promise<Answer> => {
    const fields = 'fileAttachment { id entityId filename contentType s3Bucket } uploadUrl';
    return tenant.mutate(name, 'CreateFileAttachmentInput', { entityId, filename }, fields);
  };

  test('a file of a run step is a record first; its bytes are then put to uploadUrl as the type it names [EX attach_file_to_run]', async () => {
    const { id } = await startRun();
    const { steps } = await tenant.get('run', id, 'id steps { id position entityId }');
    const { fileAttachment, uploadUrl } = await attach('createFileAttachment', steps[0].entityId, 'result.csv');
    expect(fileAttachment).toMatchObject({
      filename: 'result.csv',
      contentType: 'text/csv',
      entityId: steps[0].entityId,
    });
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
    const headers = { 'content-type': fileAttachment.contentType };
    expect((await fetch(uploadUrl, { method: 'PUT', headers, body: bytes })).ok).toBe(true);
    const { downloadUrl } = await tenant.get('fileAttachment', fileAttachment.id, 'downloadUrl');
    expect(new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer())).toEqual(bytes);
    const attached = await tenant.get('runStep', steps[0].id, 'fileAttachments { id filename }');
    expect(attached.fileAttachments).toEqual([{ id: fileAttachment.id, filename: 'result.csv' }]);
  });

  test('an attribute can be a file: its value is an address whose path ends in the name [EX download-supplier-attribute-files]', async () => {
    const { me } = await tenant.ask('{ me { organization { id _etag } } }');
    const define = { id: me.organization.id, etag: me.organization._etag, key: 'Brochure', type: 'FILE_ATTACHMENT' };
    const settings = 'UpdateAttributeSettingsInput';
    await tenant.mutate('updateOrganizationSupplierAttributes', settings, define, 'organization { id }');
    const create = { name: 'Acme' };
    const { supplier } = await tenant.mutate(
      'createSupplier',
      'CreateSupplierInput',
      create,
      'supplier { id entityId }',
    );
    const { fileAttachment, uploadUrl } = await attach('createFileAttachment', supplier.entityId, 'our offer.pdf');
    await fetch(uploadUrl, { method: 'PUT', headers: { 'content-type': 'application/pdf' }, body: 'pages' });
    const read = async (): Promise<Answer> =>
      (await tenant.get('supplier', supplier.id, 'Attributes { key value type Etag fileAttachmentId }')).Attributes[0];
    const empty = await read();
    expect(empty).toMatchObject({ key: 'Brochure', value: null, type: 'FILE_ATTACHMENT' });
    const input = { supplierId: supplier.id, key: 'Brochure', value: fileAttachment.id, etag: empty.Etag };
    await tenant.mutate('updateSupplierAttribute', 'UpdateSupplierAttributeInput', input, 'supplierAttribute { key }');
    const { value, fileAttachmentId } = await read();
    expect(fileAttachmentId).toBe(fileAttachment.id);
    expect(decodeURIComponent(new URL(value).pathname)).toMatch(/\/our offer\.pdf$/);
    expect(await (await fetch(value)).text()).toBe('pages');
  });

  test('a part has files as well, and loses them by file and entity [SDL]', async () => {
    const part = await createPart(tenant, 'FILE-1');
    const { entityId } = await tenant.get('part', part.id, 'entityId');
    const { fileAttachment } = await attach('createFileAttachment', entityId, 'drawing.pdf');
    const input = { fileAttachmentId: fileAttachment.id, entityId };
    await tenant.mutate('deleteFileAttachment', 'DeleteFileAttachmentInput', input, 'fileAttachmentId entityId');
    expect(await tenant.get('part', part.id, 'fileAttachments { id }')).toEqual({ fileAttachments: [] });
  });
});

describe('labels', () => {
  const labelOf = async (value: string): Promise<number> => {
    const document =
      'query ($filters: LabelsInputFilters) { labels(filters: $filters) { edges { node { id value } } } }';
    const { labels } = await tenant.ask(document, { filters: { value: { eq: value } } });
    if (labels.edges.length > 0) return labels.edges[0].node.id;
    return (await tenant.mutate('createLabel', 'CreateLabelInput', { value }, 'label { id value }')).label.id;
  };

  test('stick to inventory, runs, issues and suppliers by entityId, and come off again [SDL; EX for runs]', async () => {
    const record = await createInventory(tenant, { partId: (await createPart(tenant, 'LABEL-1')).id });
    const { supplier } = await tenant.mutate('createSupplier', 'CreateSupplierInput', { name: 'S' }, 'supplier { id }');
    const places = [
      ['partInventory', record.id],
      ['run', (await startRun()).id],
      ['issue', (await createIssue({ title: 'Labelled' })).id],
      ['supplier', supplier.id],
    ] as const;
    for (const [type, id] of places) {
      const { entityId } = await tenant.get(type, id, 'entityId');
      const input = { labelId: await labelOf('flight'), entityId };
      expect(await tenant.mutate('addLabelToItem', 'LabelToItemInput', input, 'labelId entityId')).toEqual(input);
      expect((await tenant.get(type, id, 'labels { value }')).labels).toEqual([{ value: 'flight' }]);
      await tenant.mutate('removeLabelFromItem', 'LabelToItemInput', input, 'labelId entityId');
      expect((await tenant.get(type, id, 'labels { value }')).labels).toEqual([]);
    }
  });
});
