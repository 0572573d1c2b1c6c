// Counting along a form of letters, digits and fixed characters: A, B, C; 1, 2, 3; 00-1, 00-2; SN-0001.

export const DIGITS = '0123456789';
export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One place of a form: a character that stays, or the characters that it counts through. */
export type Place = { readonly fixed: string } | { readonly alphabet: string };

/** Places in writing order. `grows` lets the first counting place have more characters once they are used up: Z → AA, 9 → 10. */
export interface Form {
  readonly places: readonly Place[];
  readonly grows: boolean;
}

const alphabetsOf = (form: Form): string[] =>
  form.places.flatMap(place => ('alphabet' in place ? [place.alphabet] : []));

/** Whether there is anything to count in the form. */
export const counts = (form: Form): boolean => alphabetsOf(form).length > 0;

/** Counting begins with 1 where the last place has a 0, and with its first character else: 00-1, A [docs revision-schemes]. */
const offsetOf = (form: Form): number => (alphabetsOf(form).at(-1)?.startsWith('0') ? 0 : 1);

/** Digits carry as in 9 → 10; letters, which have no nothing, as in Z → AA. */
const grown = (alphabet: string, number: number): string => {
  const carry = alphabet.startsWith('0') ? 0 : 1;
  const higher = Math.floor(number / alphabet.length) - carry;
  const rest = alphabet.charAt(number % alphabet.length);
  return higher + carry > 0 ? grown(alphabet, higher) + rest : rest;
};

const shrunk = (alphabet: string, text: string): number => {
  const carry = alphabet.startsWith('0') ? 0 : 1;
  return [...text].reduce((number, one) => (number + carry) * alphabet.length + alphabet.indexOf(one), -carry);
};

/** The value at a place of the sequence, the first being 1; undefined beyond the last, which only a form that does not grow has. */
export const valueAt = (form: Form, ordinal: number): string | undefined => {
  let rest = ordinal - offsetOf(form);
  let left = alphabetsOf(form).length;
  let text = '';
  for (const place of form.places.toReversed()) {
    if ('fixed' in place) {
      text = place.fixed + text;
      continue;
    }
    left -= 1;
    const { alphabet } = place;
    if (left === 0 && rest >= alphabet.length && !form.grows) return undefined;
    text = (left === 0 ? grown(alphabet, rest) : alphabet.charAt(rest % alphabet.length)) + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
};

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|-]/g, '\\$&');

const patternOf = (form: Form): RegExp => {
  let isFirst = form.grows;
  const parts = form.places.map(place => {
    if ('fixed' in place) return escaped(place.fixed);
    const many = isFirst ? '+' : '';
    isFirst = false;
    return `([${place.alphabet}]${many})`;
  });
  return new RegExp(`^${parts.join('')}$`);
};

/** The place of a value in the sequence, whatever its case; undefined for what is not written in the form. */
export const ordinalOf = (form: Form, value: string): number | undefined => {
  const upper = value.toUpperCase();
  const [, ...groups] = patternOf(form).exec(upper) ?? [];
  const alphabets = alphabetsOf(form);
  if (groups.length !== alphabets.length || groups.length === 0) return undefined;
  const raw = groups.reduce((number, group, place) => {
    const alphabet = alphabets[place] ?? '';
    return place === 0 ? shrunk(alphabet, group) : number * alphabet.length + alphabet.indexOf(group);
  }, 0);
  const ordinal = raw + offsetOf(form);
  return valueAt(form, ordinal) === upper ? ordinal : undefined;
};
