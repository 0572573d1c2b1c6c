// Where in the page we are: the part of the address after `#`, so that links, reload and the back button work.
import { useEffect, useState } from 'preact/hooks';

/** `#/parts/32?q=wheel` is the path `['parts', '32']` with the parameter `q`. */
export interface Route {
  readonly path: readonly string[];
  readonly parameters: URLSearchParams;
}

/** An address that somebody typed or cut off may hold a `%` that begins nothing. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const read = (): Route => {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decoded), parameters: new URLSearchParams(query) };
};

/** The address of a view; parameters without a value are left out. */
export const hrefOf = (
  path: readonly (string | number)[],
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
};

/** Goes somewhere without an entry of its own in the history, as for each letter of a filter. */
export const replaceRoute = (href: string): void => {
  history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
};

/** The current route; the component is rendered again when it changes. */
export const useRoute = (): Route => {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const follow = (): void => setRoute(read());
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return route;
};
