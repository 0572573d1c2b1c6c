/** What can hang on many sorts of objects, by their entity ids: labels and files. */
import type { Locate, Path } from '../source/source-file.ts';
import type { Entity } from '../state/entity.ts';
import type { Fields, Value } from '../state/value.ts';
import { entity, listOf, referenceKey } from './entry.ts';
import type { Call, Kind } from './kind.ts';

const PICTURES: readonly string[] = ['thumbnail', 'image'];

/** What is written beside an object's own fields, and hangs on it. */
const TAGS: readonly string[] = ['labels', 'files', ...PICTURES];

function expandLabels(owner: Entity, authored: Value | undefined, path: Path, locate: Locate): readonly Entity[] {
  return listOf(authored).map((label, index) => {
    const at = [...path, 'labels', index];
    return entity({
      kind: `${owner.kind}-label`,
      key: `${owner.key}.${referenceKey(label)}`,
      fields: { item: owner.key, label },
      locate,
      path: at,
      fieldPaths: { label: at, item: path },
    });
  });
}

function fileName(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}

function fileOf(owner: Entity, file: Value, path: Path, at: Path, locate: Locate): Entity {
  const filename = fileName(String(file));
  return entity({
    kind: `${owner.kind}-file`,
    key: `${owner.key}.${filename}`,
    fields: { item: owner.key, filename, content: file },
    locate,
    path: at,
    fieldPaths: { filename: at, content: at, item: path },
  });
}

function expandFiles(owner: Entity, authored: Value | undefined, path: Path, locate: Locate): readonly Entity[] {
  return listOf(authored).map((file, index) => fileOf(owner, file, path, [...path, 'files', index], locate));
}

/** The file that stands for an object is one of its files, whether it is among those that are listed or not. */
function expandPicture(owner: Entity, name: string, authored: Fields, path: Path, locate: Locate): readonly Entity[] {
  const file = authored[name];
  if (file === undefined) return [];
  const at = [...path, name];
  const picture = entity({
    kind: `${owner.kind}-${name}`,
    key: owner.key,
    fields: { item: owner.key, file: `${owner.key}.${fileName(String(file))}` },
    locate,
    path: at,
    fieldPaths: { file: at, item: path },
  });
  return [...(listOf(authored['files']).includes(file) ? [] : [fileOf(owner, file, path, at, locate)]), picture];
}

/** An object, with the links to what hangs on it. A list that is written is the whole list. */
export function tagged(owner: Entity, authored: Fields, path: Path, locate: Locate): readonly Entity[] {
  const { labels, files } = authored;
  const owns = [
    ...owner.owns,
    ...(labels === undefined ? [] : [`${owner.kind}-label`]),
    ...(files === undefined ? [] : [`${owner.kind}-file`, ...PICTURES.map(name => `${owner.kind}-${name}`)]),
  ];
  return [
    { ...owner, owns },
    ...expandLabels(owner, labels, path, locate),
    ...expandFiles(owner, files, path, locate),
    ...PICTURES.flatMap(name => expandPicture(owner, name, authored, path, locate)),
  ];
}

/** The fields of an entry apart from what hangs on its object. */
export function untagged(authored: Fields): Fields {
  return Object.fromEntries(Object.entries(authored).filter(([name]) => !TAGS.includes(name)));
}

type Expand = (key: string, entry: Fields, locate: Locate) => readonly Entity[];

/** Lets the first entity of a section's entries, their main object, take what can hang on it. */
export function withTags(expand: Expand): Expand {
  return (key, entry, locate) => {
    const [owner, ...others] = expand(key, untagged(entry), locate);
    return owner ? [...tagged(owner, entry, [], locate), ...others] : others;
  };
}

/** How labels are put on a sort of object. */
interface Labelling {
  /** The kind of the object; its `select` must name the number that is sent. */
  readonly owner: string;
  /** Where the object lists them. What has no list of its own shows them as an entity, as all that has an `entityId` can. [SDL Entity] */
  readonly at?: string;
  /** The number that the two mutations know the object by, and their names. */
  readonly number?: string;
  readonly calls?: readonly [string, string];
}

/**
 * The link of a label with an object. Neither mutation takes an etag. [SDL] Labels are no part of what a version locks:
 * they can be put on and taken off at any time. (inferred)
 */
export function labelled({
  owner,
  at = 'labels',
  number = 'entityId',
  calls: [create, remove] = ['addLabelToItem', 'removeLabelFromItem'],
}: Labelling): Kind {
  return {
    name: `${owner}-label`,
    type: 'Label',
    identity: [['item', 'label']],
    within: { field: 'item', at },
    fields: {
      item: { type: 'text', to: owner, ion: number, sends: number, write: 'create' },
      label: { type: 'text', to: 'label', ion: 'labelId', read: 'id', write: 'create' },
    },
    id: false,
    etag: false,
    inPlace: true,
    create: { mutation: create, style: 'input' },
    remove: { mutation: remove, style: 'input', by: { [number]: 'item', labelId: 'label' } },
  };
}

/** How files are attached to a sort of object. */
interface Attaching {
  /** The kind of the object; its `select` must name `entityId`. */
  readonly owner: string;
  readonly at?: string;
  readonly calls?: readonly [string, string];
}

/**
 * A file of an object. Two files of one name on one object are one to us. (inferred) Like labels, files are no part of
 * what a version locks. (inferred)
 */
export function withFiles({
  owner,
  at = 'fileAttachments',
  calls: [create, remove] = ['createFileAttachment', 'deleteFileAttachment'],
}: Attaching): Kind {
  return {
    name: `${owner}-file`,
    type: 'FileAttachment',
    identity: [['item', 'filename']],
    within: { field: 'item', at },
    fields: {
      item: { type: 'text', to: owner, ion: 'entityId', sends: 'entityId', write: 'create' },
      filename: { type: 'text', write: 'create' },
      contentType: { type: 'text', write: 'never' },
      content: { type: 'file', read: 'downloadUrl', write: 'create' },
    },
    inPlace: true,
    create: {
      mutation: create,
      payload: 'fileAttachment',
      style: 'input',
      upload: { content: 'content', to: 'uploadUrl' },
    },
    remove: { mutation: remove, style: 'input', by: { fileAttachmentId: 'id', entityId: 'item' } },
  };
}

/** How an object shows one of its files as its picture. */
interface Picturing {
  /** The kind of the object; its files are of the kind `<owner>-file`. */
  readonly owner: string;
  /** What the picture is called, which is where the object shows it, and what its id is called there. */
  readonly at: 'thumbnail' | 'image';
  readonly ion: string;
  readonly update: string;
}

/**
 * The choice of a file of an object as the one that stands for it. The object holds it as a field of its own, which is set
 * once the file is there: so it is a link to us, made, changed and taken away by updates of the object. That any file of
 * ION's will do is inferred from the field's type. [SDL]
 */
export function pictured({ owner, at, ion, update }: Picturing): Kind {
  const call: Call = { mutation: update, payload: owner, style: 'input', etag: { of: 'item' } };
  return {
    name: `${owner}-${at}`,
    type: 'FileAttachment',
    identity: [['item']],
    within: { field: 'item', at },
    fields: {
      item: { type: 'text', to: owner, ion: 'id', write: 'create' },
      file: { type: 'text', to: `${owner}-file`, ion, read: 'id' },
    },
    id: false,
    etag: false,
    create: call,
    update: { ...call, by: { id: 'item' } },
    remove: { ...call, by: { id: 'item' }, with: { [ion]: null } },
  };
}
