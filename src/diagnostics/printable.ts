/** Makes text from a file safe for a terminal, and knows how many columns it takes there. */

const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}]/u;
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u;
// Controls could move the cursor or recolour the terminal; bidirectional overrides could show a line in a false order.
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const TAB = '    ';

/** One character as it may be shown: a tab as four blanks, a control as its picture, a lone surrogate as `�`. */
function printableCharacter(character: string): string {
  if (character === '\t') return TAB;
  if (!UNSAFE.test(character)) return character;
  const code = character.charCodeAt(0);
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
}

/** A whole text as it may be shown on one line. */
export function printable(text: string): string {
  return Array.from(text, printableCharacter).join('');
}

/** Columns that a printable text takes in a terminal. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += INVISIBLE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
