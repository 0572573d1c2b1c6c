import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, compileSources } from '../../src/pipeline.ts';
import { pending, type SeededSandbox, startSeeded, troubles } from './seeded-sandbox.ts';

let seeded: SeededSandbox;
let folder: string;
beforeAll(async () => {
  seeded = await startSeeded();
  folder = mkdtempSync(join(tmpdir(), 'seedbed-files-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await seeded.close();
});

/** A file of that name, holding that text. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const drawn = (n: string, files: readonly string[]) =>
  `parts: { p: { partNumber: ${n}, files: ${JSON.stringify(files)} } }`;

async function filesOf(n: string) {
  const document =
    'query ($n: String) { parts(filters: { partNumber: { eq: $n } }) { edges { node { fileAttachments { id filename downloadUrl } } } } }';
  interface File {
    readonly id: number;
    readonly filename: string;
    readonly downloadUrl: string;
  }
  interface Answer {
    readonly parts: { readonly edges: readonly { readonly node: { readonly fileAttachments: readonly File[] } }[] };
  }
  const { parts } = await seeded.ion<Answer>(document, { n });
  const all = parts.edges.flatMap(({ node }) => node.fileAttachments);
  const read = async ({ id, filename, downloadUrl }: File) => {
    const answer = await fetch(downloadUrl);
    return { id, filename, text: answer.ok ? await answer.text() : null };
  };
  return (await Promise.all(all.map(read))).sort((a, b) => (a.filename < b.filename ? -1 : 1));
}

describe('a file', () => {
  it('is uploaded once', async () => {
    const yaml = drawn('F-1', [file('a.txt', 'first'), file('b.pdf', 'second')]);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(await filesOf('F-1')).toMatchObject([
      { filename: 'a.txt', text: 'first' },
      { filename: 'b.pdf', text: 'second' },
    ]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('is replaced when what it holds has changed', async () => {
    const yaml = drawn('F-2', [file('c.txt', 'old')]);
    await seeded.apply(yaml);
    const [before] = await filesOf('F-2');
    file('c.txt', 'new');
    expect(pending(await seeded.plan(yaml))).toEqual(['replace part-file/p.c.txt']);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    const [after] = await filesOf('F-2');
    expect([after?.text, after?.id === before?.id]).toEqual(['new', false]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('that was announced and never uploaded is replaced', async () => {
    const part = 'mutation { createPart(input: { partNumber: "F-3" }) { part { entityId } } }';
    const { createPart } = await seeded.ion<{ createPart: { part: { entityId: number } } }>(part);
    await seeded.ion(
      'mutation ($id: ID) { createFileAttachment(input: { filename: "d.txt", entityId: $id }) { uploadUrl } }',
      {
        id: createPart.part.entityId,
      },
    );
    const yaml = drawn('F-3', [file('d.txt', 'there')]);
    expect(pending(await seeded.plan(yaml))).toEqual(['replace part-file/p.d.txt']);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(await filesOf('F-3')).toMatchObject([{ text: 'there' }]);
  });

  it('whose address to upload to was lost with the answer is there once, with what it holds', async () => {
    const yaml = drawn('F-6', [file('lost.txt', 'found')]);
    seeded.sandbox.faults.add({
      operation: 'createFileAttachment',
      effect: { type: 'reset', when: 'after' },
      count: 1,
    });
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(seeded.sandbox.faults.list().map(({ fired }) => fired)).toEqual([1]);
    seeded.sandbox.faults.clear();
    expect(await filesOf('F-6')).toMatchObject([{ filename: 'lost.txt', text: 'found' }]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('that the list does not name any more goes, and the others stay', async () => {
    const [one, other] = [file('e.txt', '1'), file('f.txt', '2')];
    await seeded.apply(drawn('F-4', [one, other]));
    expect(pending(await seeded.plan(drawn('F-4', [one])))).toEqual(['delete part-file/p.f.txt']);
    expect(troubles(await seeded.apply(drawn('F-4', [one])))).toEqual([]);
    expect(await filesOf('F-4')).toMatchObject([{ filename: 'e.txt' }]);
    expect(troubles(await seeded.destroy(drawn('F-4', [one])))).toEqual([]);
  });

  it('can hang on inventory, suppliers, runs, run steps, issues and steps too', async () => {
    const files = JSON.stringify([file('g.txt', 'everywhere')]);
    const yaml = `
parts: { q: { partNumber: F-5 } }
suppliers: { acme: { name: Acme, files: ${files} } }
inventory: { some: { part: q, quantity: 2, files: ${files} } }
procedures: { check: { title: Check, status: RELEASED, steps: { look: { title: Look, files: ${files} } } } }
runs: { first: { title: First, procedure: check, files: ${files}, steps: { look: { status: COMPLETE, files: ${files} } } } }
issues: { bent: { title: Bent, files: ${files} } }
`;
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
    interface Answer {
      readonly procedures: { readonly edges: readonly { readonly node: { readonly steps: unknown } }[] };
    }
    const { procedures } = await seeded.ion<Answer>(
      '{ procedures { edges { node { steps { assets { filename } } } } } }',
    );
    expect(procedures.edges[0]?.node.steps).toEqual([{ assets: [{ filename: 'g.txt' }] }]);
  });

  it('is found beside the fixture file that names it', async () => {
    file('h.txt', 'beside');
    file('h.yaml', 'parts: { h: { partNumber: H, files: [h.txt] } }');
    const { diagnostics } = await compile(['h.yaml'], { cwd: folder });
    expect(diagnostics).toEqual([]);
  });

  it('that is not there is a mistake where it is named', async () => {
    const text = 'parts: { p: { partNumber: P, files: [no-such.txt] } }';
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text }], { cwd: folder });
    expect(diagnostics).toMatchObject([{ code: 'unreadable-file', message: 'there is no file "no-such.txt"' }]);
    const { start = 0, end = 0 } = diagnostics[0]?.span ?? {};
    expect(text.slice(start, end)).toBe('no-such.txt');
  });

  it('of a name that another has on the same object is a mistake', async () => {
    const yaml = drawn('P', [file('i.txt', '1'), join(folder, '.', 'i.txt').replace('i.txt', './i.txt')]);
    const { diagnostics } = await compileSources([{ path: 'f.yaml', text: yaml }]);
    expect(diagnostics.map(({ code }) => code)).toContain('duplicate-address');
  });
});

describe('the picture of a part', () => {
  const pictured = (fields: string) => `parts: { p: { partNumber: PICTURED, ${fields} } }`;
  const thumbnailOf = async () => {
    const document =
      '{ parts(filters: { partNumber: { eq: "PICTURED" } }) { edges { node { thumbnail { filename } } } } }';
    interface Answer {
      readonly parts: {
        readonly edges: readonly { readonly node: { readonly thumbnail: { filename: string } | null } }[];
      };
    }
    const { parts } = await seeded.ion<Answer>(document);
    return parts.edges.map(({ node }) => node.thumbnail?.filename);
  };

  it('is one of its files, listed or not', async () => {
    const [front, side] = [file('front.png', 'front'), file('side.png', 'side')];
    const yaml = pictured(`thumbnail: '${front}', files: ['${side}']`);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(await thumbnailOf()).toEqual(['front.png']);
    expect(await filesOf('PICTURED')).toMatchObject([{ filename: 'front.png' }, { filename: 'side.png' }]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('gives way to another before it is removed', async () => {
    const side = join(folder, 'side.png');
    const yaml = pictured(`thumbnail: '${side}', files: ['${side}']`);
    expect(pending(await seeded.plan(yaml))).toEqual(['delete part-file/p.front.png', 'update part-thumbnail/p']);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(await thumbnailOf()).toEqual(['side.png']);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('gives way to one that is new, for which nothing waits that is removed only after it', async () => {
    const top = file('top.png', 'top');
    const yaml = pictured(`thumbnail: '${top}', files: ['${top}']`);
    expect(troubles(await seeded.apply(yaml))).toEqual([]);
    expect(await thumbnailOf()).toEqual(['top.png']);
    expect(await filesOf('PICTURED')).toMatchObject([{ filename: 'top.png' }]);
    expect(pending(await seeded.plan(yaml))).toEqual([]);
  });

  it('is left alone where neither it nor files are written, and goes with the list of files', async () => {
    expect(pending(await seeded.plan(pictured('partType: PART')))).toEqual([]);
    const back = file('back.png', 'back');
    expect(troubles(await seeded.apply(pictured(`files: ['${back}']`)))).toEqual([]);
    expect(await thumbnailOf()).toEqual([undefined]);
    expect(await filesOf('PICTURED')).toMatchObject([{ filename: 'back.png' }]);
  });
});
