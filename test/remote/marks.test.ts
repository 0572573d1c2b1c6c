import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/kinds/kind.ts';
import { markedTexts, withoutMarks } from '../../src/remote/marks.ts';

const KIND: Kind = {
  name: 'order',
  type: 'PurchaseOrder',
  identity: [['mark']],
  fields: {
    mark: { type: 'text', ion: 'description', markIn: 'description', write: 'never' },
    description: { type: 'text' },
  },
};

describe('a text that holds a mark', () => {
  it('is parted from it, and without a mark is as it was', () => {
    const read = (description: string | null) => withoutMarks(KIND, { mark: description, description });
    expect(read('Screws [seedbed:spring]')).toEqual({ description: 'Screws', mark: 'spring' });
    expect(read('[seedbed:spring]')).toEqual({ description: null, mark: 'spring' });
    expect(read('Screws [seedbed:a] [seedbed:b]')).toEqual({ description: 'Screws [seedbed:a]', mark: 'b' });
    expect(read('[seedbed:a] Screws')).toEqual({ description: '[seedbed:a] Screws', mark: null });
    expect(read(null)).toEqual({ description: null, mark: null });
  });

  it('is written with it, also when nobody declared the text', () => {
    expect(markedTexts(KIND, { mark: 'a', description: 'Nuts' }, true)).toEqual({ description: 'Nuts [seedbed:a]' });
    expect(markedTexts(KIND, { mark: 'a' }, true)).toEqual({ description: '[seedbed:a]' });
    expect(markedTexts(KIND, { mark: 'a', description: null }, false)).toEqual({ description: '[seedbed:a]' });
  });

  it('is left alone by an update of other fields', () => {
    expect(markedTexts(KIND, { mark: 'a' }, false)).toEqual({});
  });
});
