/**
 * Addresses of the board, kept in the fragment: `/board#/orders/BX-2026-000123?tab=photos`.
 * ROUTES and DIALOGS are the one list; the tests that visit every page and dialog read it.
 */

export const ROUTES = [
  { name: 'board', path: '/' },
  { name: 'orders', path: '/orders' },
  { name: 'order', path: '/orders/:number' },
  { name: 'figures', path: '/figures' },
  { name: 'conflicts', path: '/conflicts' },
  { name: 'check_ins', path: '/check-ins' },
  { name: 'devices', path: '/administration' },
  { name: 'held', path: '/administration/held' },
  { name: 'people', path: '/administration/people' },
  { name: 'technicians', path: '/administration/technicians' },
  { name: 'customers', path: '/administration/customers' },
  { name: 'projects', path: '/administration/projects' },
  { name: 'assets', path: '/administration/assets' },
  { name: 'territories', path: '/administration/territories' },
  { name: 'skills', path: '/administration/skills' },
  { name: 'checklists', path: '/administration/checklists' },
  { name: 'papers', path: '/administration/papers' },
] as const;

/** Every dialog and menu over a page, and the modes of the board's right pane. */
export const DIALOGS = [
  { name: 'triage', file: 'ask/TriageDialog.svelte' },
  { name: 'note', file: 'ask/ReasonDialog.svelte' },
  { name: 'hold', file: 'ask/ReasonDialog.svelte' },
  { name: 'decline', file: 'ask/ReasonDialog.svelte' },
  { name: 'cancel', file: 'ask/ReasonDialog.svelte' },
  { name: 'reopen', file: 'ask/ReasonDialog.svelte' },
  { name: 'cancel_visit', file: 'ask/ReasonDialog.svelte' },
  { name: 'strike', file: 'ask/ReasonDialog.svelte' },
  { name: 'edit_order', file: 'inspector/EditDialog.svelte' },
  { name: 'reschedule', file: 'ask/RescheduleDialog.svelte' },
  { name: 'assign_all', file: 'assign/AssignAllDialog.svelte' },
  { name: 'picture', file: 'ask/PictureDialog.svelte' },
  { name: 'compare', file: 'ask/CompareDialog.svelte' },
  { name: 'palette', file: 'shell/Palette.svelte' },
  { name: 'shortcuts', file: 'shell/Shortcuts.svelte' },
  { name: 'user_menu', file: 'shell/UserMenu.svelte' },
  { name: 'revoke', file: 'administration/DevicesPage.svelte' },
  { name: 'device_receipt', file: 'administration/ReceiptDialog.svelte' },
  { name: 'join', file: 'administration/people/JoinDialog.svelte' },
  { name: 'password', file: 'administration/people/PasswordDialog.svelte' },
  { name: 'label', file: 'administration/kit/LabelDialog.svelte' },
  { name: 'import', file: 'administration/import/ImportDialog.svelte' },
  { name: 'look', file: 'inspector/Inspector.svelte' },
  { name: 'assign', file: 'assign/AssignPane.svelte' },
  { name: 'intake', file: 'intake/IntakePane.svelte' },
  { name: 'place', file: 'intake/PlacePane.svelte' },
] as const;

export type RouteName = (typeof ROUTES)[number]['name'] | 'missing';

/** The part of the board that a page belongs to, as the bar names it. */
export type Section = 'board' | 'orders' | 'figures' | 'conflicts' | 'check_ins' | 'administration';

export function sectionOf(name: RouteName): Section | null {
  if (name === 'missing') return null;
  if (name === 'order') return 'orders';
  if (name === 'board' || name === 'orders' || name === 'figures') return name;
  if (name === 'conflicts' || name === 'check_ins') return name;
  return 'administration';
}

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
