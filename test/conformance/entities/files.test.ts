import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Answer, ionForFile, newPart, newProcedure } from '../ion.ts';

const ion = ionForFile();

const ATTACH =
  'mutation ($input: CreateFileAttachmentInput!) { createFileAttachment(input: $input) { uploadUrl fileAttachment { id _etag filename contentType entityId downloadUrl } } }';

const attach = async (input: object): Promise<Answer> => (await ion.ask(ATTACH, { input })).createFileAttachment;

const put = (url: string, body: string, type: string): Promise<Response> =>
  fetch(url, { method: 'PUT', body, headers: { 'content-type': type } });

describe('file attachments', () => {
  test('are a record first, whose bytes are then put to the address that came with it [EX]', async () => {
    const part = await newPart(ion);
    const { uploadUrl, fileAttachment } = await attach({ filename: 'drawing.pdf', entityId: part.entityId });
    expect(fileAttachment).toMatchObject({ contentType: 'application/pdf', entityId: part.entityId });
    expect((await fetch(fileAttachment.downloadUrl)).status).toBe(404);
    const uploaded = await put(uploadUrl, 'lines', 'application/pdf');
    expect([uploaded.status, uploaded.headers.get('etag')]).toEqual([
      200,
      `"${createHash('md5').update('lines').digest('hex')}"`,
    ]);
    const downloaded = await fetch(fileAttachment.downloadUrl);
    expect([downloaded.headers.get('content-type'), await downloaded.text()]).toEqual(['application/pdf', 'lines']);
    const { fileAttachments } = await ion.get('Part', part.id, 'fileAttachments { filename downloadUrl }');
    expect(fileAttachments).toEqual([{ filename: 'drawing.pdf', downloadUrl: fileAttachment.downloadUrl }]);
  });

  test('take the content type that the record names, and no other [EX sends it; the refusal is inferred]', async () => {
    const part = await newPart(ion);
    const { uploadUrl } = await attach({ filename: 'a.txt', entityId: part.entityId });
    expect((await put(uploadUrl, 'x', 'application/json')).status).toBe(403);
    expect((await put(`${uploadUrl}0`, 'x', 'text/plain')).status).toBe(404);
  });

  test('may be called anything that a file can be called (inferred)', async () => {
    for (const filename of ['a b.txt', '../up/größe.txt', 'what? #1 50%.txt']) {
      const { uploadUrl, fileAttachment } = await attach({ filename });
      expect(fileAttachment.filename).toBe(filename);
      expect((await put(uploadUrl, filename, 'text/plain')).status).toBe(200);
      expect(await (await fetch(fileAttachment.downloadUrl)).text()).toBe(filename);
    }
    for (const filename of ['.', '..'])
      expect((await ion.refusal(ATTACH, { input: { filename } })).message).toBe(`No file can be called "${filename}".`);
  });

  test('can be uploaded first and attached by key and etag [GUIDE file-upload]', async () => {
    const part = await newPart(ion);
    const query =
      'query ($filename: String!) { requestFileUploadUrl(filename: $filename) { uploadUrl s3Key contentType } }';
    const { requestFileUploadUrl: place } = await ion.ask(query, { filename: 'b.txt' });
    const input = { filename: 'b.txt', entityId: part.entityId, s3Key: place.s3Key };
    expect((await ion.refusal(ATTACH, { input })).code).toBe('NOT_FOUND');
    const s3Etag = (await put(place.uploadUrl, 'text', place.contentType)).headers.get('etag');
    expect((await ion.refusal(ATTACH, { input: { ...input, s3Etag: 'other' } })).message).toContain('s3Etag');
    const { fileAttachment } = await attach({ ...input, s3Etag });
    expect(await (await fetch(fileAttachment.downloadUrl)).text()).toBe('text');
  });

  test('go by file and entity, without an etag [SDL]', async () => {
    const part = await newPart(ion);
    const { fileAttachment } = await attach({ filename: 'c.txt', entityId: part.entityId });
    const remove =
      'mutation ($input: DeleteFileAttachmentInput!) { deleteFileAttachment(input: $input) { fileAttachmentId entityId } }';
    const input = { fileAttachmentId: fileAttachment.id, entityId: part.entityId };
    await ion.ask(remove, { input });
    expect((await ion.refusal(remove, { input })).code).toBe('NOT_FOUND');
    expect(await ion.get('Part', part.id, 'fileAttachments { id }')).toEqual({ fileAttachments: [] });
  });

  test('go with what they are attached to (inferred)', async () => {
    const part = await newPart(ion);
    const { fileAttachment } = await attach({ filename: 'd.txt', entityId: part.entityId });
    await ion.remove('Part', part.id);
    const query = 'query ($id: ID!) { fileAttachment(id: $id) { id } }';
    expect((await ion.refusal(query, { id: fileAttachment.id })).code).toBe('NOT_FOUND');
  });
});

describe('assets', () => {
  test('are the files of a step, and its copies in later versions have them too [EX; the copies are inferred]', async () => {
    const procedure = await newProcedure(ion);
    const step = await ion.create('Step', { procedureId: procedure.id, title: 'look' }, 'entityId');
    const create =
      'mutation ($input: CreateFileAttachmentInput!) { createAsset(input: $input) { uploadUrl fileAttachment { id } } }';
    await ion.ask(create, { input: { filename: 'photo.png', entityId: step.entityId } });
    expect(await ion.get('Step', step.id, 'assets { filename contentType }')).toEqual({
      assets: [{ filename: 'photo.png', contentType: 'image/png' }],
    });
    await ion.update('Procedure', procedure.id, { status: 'RELEASED' });
    const version =
      'mutation ($id: ID!) { createProcedureVersion(familyId: $id) { procedure { steps { assets { filename } } } } }';
    const { createProcedureVersion: next } = await ion.ask(version, { id: procedure.familyId });
    expect(next.procedure.steps).toEqual([{ assets: [{ filename: 'photo.png' }] }]);
  });
});
