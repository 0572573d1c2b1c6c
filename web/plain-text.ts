// The words of a rich text, as ION keeps it: nested nodes with `text` at their ends.

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const wordsOf = (node: unknown): string => {
  if (Array.isArray(node)) return node.map(wordsOf).join('');
  if (!isRecord(node)) return '';
  return typeof node['text'] === 'string' ? node['text'] : wordsOf(node['children']);
};

/** One line a block; anything that is not a rich text gives nothing. */
export const plainText = (content: unknown): string =>
  (Array.isArray(content)
    ? content
    : isRecord(content) && Array.isArray(content['children'])
      ? content['children']
      : []
  )
    .map(wordsOf)
    .filter(line => line.trim() !== '')
    .join('\n');
