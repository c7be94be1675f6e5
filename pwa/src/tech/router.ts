/**
 * Addresses of the phone, kept in the fragment: `#/job/<id>/camera?slot=after`.
 * ROUTES and DIALOGS are the one list; the tests that visit every screen and sheet read it.
 */

export const ROUTES = [
  { name: 'today', path: '/today' },
  { name: 'search', path: '/search' },
  { name: 'job', path: '/job/:id' },
  { name: 'arrive', path: '/job/:id/arrive' },
  { name: 'checklist', path: '/job/:id/checklist' },
  { name: 'camera', path: '/job/:id/camera' },
  { name: 'complete', path: '/job/:id/complete' },
  { name: 'certificate', path: '/job/:id/certificate' },
  { name: 'sign', path: '/job/:id/sign' },
  { name: 'report', path: '/job/:id/report' },
  { name: 'order', path: '/order/:id' },
  { name: 'place', path: '/place/:code' },
  { name: 'asset', path: '/asset/:id' },
  { name: 'scan', path: '/scan' },
  { name: 'outbox', path: '/outbox' },
  { name: 'receipt', path: '/receipt' },
  { name: 'me', path: '/me' },
  { name: 'location', path: '/me/location' },
  { name: 'sign_in', path: '/sign-in' },
  { name: 'join', path: '/join' },
] as const;

/** Every sheet over a screen, with its component; a reason is asked for one step at a time. */
export const DIALOGS = [
  { name: 'decline', file: 'job/ReasonSheet.svelte' },
  { name: 'pause', file: 'job/ReasonSheet.svelte' },
  { name: 'no_show', file: 'job/ReasonSheet.svelte' },
  { name: 'cannot_complete', file: 'job/ReasonSheet.svelte' },
  { name: 'note', file: 'job/NoteSheet.svelte' },
  { name: 'more', file: 'job/MoreSheet.svelte' },
  { name: 'navigate', file: 'job/NavigateSheet.svelte' },
  { name: 'use', file: 'job/UseSheet.svelte' },
  { name: 'fact', file: 'job/FactSheet.svelte' },
  { name: 'gaps', file: 'complete/GapsSheet.svelte' },
  { name: 'caption', file: 'camera/CaptionSheet.svelte' },
  { name: 'photo', file: 'photo/PhotoView.svelte' },
  { name: 'edit', file: 'outbox/EditSheet.svelte' },
  { name: 'hand_over', file: 'outbox/HandOverSheet.svelte' },
  { name: 'leave', file: 'me/LeaveSheet.svelte' },
] as const;

export type ScreenName = (typeof ROUTES)[number]['name'];

export interface Route {
  readonly name: ScreenName | 'missing';
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** `#/job/abc?from=scan` → the route; the bare address is today, anything unknown is `missing`. */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const clean = path === '' || path === '/' ? '/today' : path.replace(/\/$/, '');
  const query = new URLSearchParams(search);
  for (const { name, path: pattern } of ROUTES) {
    const params = match(pattern, clean);
    if (params !== null) return { name, params, query };
  }
  return { name: 'missing', params: {}, query };
}

export function hrefOf(
  name: ScreenName,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string>> = {},
): string {
  const pattern: string = ROUTES.find((one) => one.name === name)?.path ?? '/today';
  const path = pattern.replace(/:(\w+)/g, (_, key: string) =>
    encodeURIComponent(params[key] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return `#${path}${search === '' ? '' : `?${search}`}`;
}

/** Screens in the middle of a piece of work: a phone that was killed there opens there again. */
const RESUMED: readonly (ScreenName | 'missing')[] = [
  'job',
  'arrive',
  'checklist',
  'camera',
  'complete',
  'sign',
  'report',
  'order',
];
const RESUMED_FOR_MS = 2 * 3_600_000;

export interface LastRoute {
  readonly hash: string;
  readonly at_ms: number;
}

/** Where a fresh start without an address of its own goes back to, if anywhere. */
export function resumed(last: LastRoute | undefined, now_ms: number): string | null {
  if (last === undefined || now_ms - last.at_ms > RESUMED_FOR_MS) return null;
  return RESUMED.includes(routeOf(last.hash).name) ? last.hash : null;
}

function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value);
    else if (part !== value) return null;
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
