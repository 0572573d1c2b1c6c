/** Puts environment variables into values: `${NAME}`; `$${` stands for a literal `${`. */
import { ConfigError } from './config-error.ts';

/** Expands one value; `place` is named when it cannot. */
export type Expand = (text: string, place: string) => string;

/**
 * A variable that is missing or empty is an error: an empty token or address is never what was meant. Blanks and line
 * breaks around a value are left out, as they often come with secrets that were read from a file.
 */
export function expander(env: Readonly<Record<string, string | undefined>>): Expand {
  return (text, place) =>
    text.replace(/\$\$\{|\$\{([^}]*)\}?/g, (whole, name: string | undefined) => {
      if (whole === '$${') return '${';
      if (!whole.endsWith('}') || name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
        throw new ConfigError([
          `${place}: \${NAME} takes the name of an environment variable; write $\${ for a literal \${`,
        ]);
      }
      const value = env[name]?.trim() ?? '';
      if (value === '') {
        throw new ConfigError([`${place}: the environment variable ${name} is not set`]);
      }
      return value;
    });
}
