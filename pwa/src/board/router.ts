/**
 * Addresses of the board, kept in the fragment: `/board#/orders/BX-2026-000123?tab=photos`.
 * ROUTES is the one list; the tests that visit every page read it.
 */

export const ROUTES = [
  { name: 'board', path: '/' },
  { name: 'orders', path: '/orders' },
  { name: 'order', path: '/orders/:number' },
  { name: 'figures', path: '/figures' },
  { name: 'devices', path: '/administration' },
  { name: 'people', path: '/administration/people' },
  { name: 'technicians', path: '/administration/technicians' },
] as const;

export type RouteName = (typeof ROUTES)[number]['name'] | 'missing';

export interface Route {
  readonly name: RouteName;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return params;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `#/orders?figure=overdue` → the route; anything unknown is `missing`. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const clean = path === '' ? '/' : path.replace(/(.)\/$/, '$1');
  for (const { name, path: pattern } of ROUTES) {
    const params = match(pattern, clean);
    if (params) return { name, params, query: new URLSearchParams(query) };
  }
  return { name: 'missing', params: {}, query: new URLSearchParams(query) };
}

export function hrefOf(
  name: (typeof ROUTES)[number]['name'],
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const pattern: string = ROUTES.find((each) => each.name === name)?.path ?? '/';
  const path = pattern.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return `#${path}${search === '' ? '' : `?${search}`}`;
}

export function go(href: string): void {
  location.hash = href;
}
