// The words of a rich text, as ION keeps it: nested nodes with `text` at their ends.

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const childrenOf = (node: unknown): readonly unknown[] => {
  if (Array.isArray(node)) return node;
  return isRecord(node) && Array.isArray(node['children']) ? node['children'] : [];
};

const isText = (node: unknown): node is { readonly text: string } => isRecord(node) && typeof node['text'] === 'string';

/** What stands beside words belongs to their line (a link, say); other blocks have lines of their own. */
const linesOf = (node: unknown): readonly string[] => {
  if (isText(node)) return [node.text];
  const children = childrenOf(node);
  const lines = children.flatMap(linesOf);
  return children.some(isText) ? [lines.join('')] : lines;
};

/** One line a block; anything that is not a rich text gives nothing. */
export const plainText = (content: unknown): string =>
  linesOf(content)
    .filter(line => line.trim() !== '')
    .join('\n');
