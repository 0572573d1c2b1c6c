/** Keeps secrets out of what is printed, even where the other side repeats them to us. */

/** Replaces every occurrence of every secret, also in its URL-encoded form, by `***`. */
export function conceal(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(secret => [secret, encodeURIComponent(secret)]).filter(form => form.length >= 4);
  return forms.reduce((concealed, form) => concealed.replaceAll(form, '***'), text);
}
