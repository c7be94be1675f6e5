/** Which component shows which address. Only the day itself comes with the first load. */
import type { Component } from 'svelte';
import type { Route } from './router';
import Today from './today/Today.svelte';

export interface ScreenProps extends Record<string, unknown> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

export type Screen = Component<ScreenProps>;
type Plain = Component<Record<string, never>>;
type Loader = () => Promise<{ default: Screen }>;

/** A screen that asks its address nothing. It is given the props all the same, which does no harm. */
const plain = (load: () => Promise<{ default: Plain }>): Loader => load as unknown as Loader;

export const AT_ONCE: Partial<Record<Route['name'], Screen>> = {
  today: Today as unknown as Screen,
};

export const LATER: Partial<Record<Route['name'], Loader>> = {
  job: () => import('./job/Job.svelte'),
  search: plain(() => import('./search/Search.svelte')),
  arrive: () => import('./arrive/Arrive.svelte'),
  checklist: () => import('./checklist/Checklist.svelte'),
  camera: () => import('./camera/Camera.svelte'),
  complete: () => import('./complete/Complete.svelte'),
  certificate: () => import('./certificate/Certificate.svelte'),
  sign: () => import('./sign/Sign.svelte'),
  report: () => import('./report/Report.svelte'),
  order: () => import('./order/Order.svelte'),
  place: () => import('./place/Place.svelte'),
  asset: () => import('./asset/Asset.svelte'),
  scan: () => import('./scan/Scan.svelte'),
  outbox: plain(() => import('./outbox/Outbox.svelte')),
  receipt: plain(() => import('./receipt/DayEnd.svelte')),
  me: plain(() => import('./me/Me.svelte')),
  location: plain(() => import('./me/Location.svelte')),
  sign_in: plain(() => import('./signin/Again.svelte')),
  join: plain(() => import('./signin/Joined.svelte')),
  missing: plain(() => import('./missing/Missing.svelte')),
};

/** Fetches what a day needs next while nobody waits for it. */
export function fetchAhead(): void {
  const soon: readonly Route['name'][] = [
    'job',
    'arrive',
    'checklist',
    'camera',
    'complete',
    'sign',
    'outbox',
  ];
  for (const name of soon) LATER[name]?.().catch(() => undefined);
}
