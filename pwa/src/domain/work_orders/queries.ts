/** What people read of a work order. Pure functions over the view. */
import { Slot } from '../../contract/enums';
import type {
  Attachment,
  Contact,
  Customer,
  Fact,
  Location,
  WorkOrder,
} from '../../contract/kinds';
import { CHECK_IN_RADIUS_M } from '../../contract/limits';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';

const TREE_DEPTH_MAX = 12;

export interface Point {
  readonly lon_e7: number;
  readonly lat_e7: number;
}

export interface Place {
  /** "滨江云锦苑 3 栋 1802" or, without a location, the address as it was said. */
  readonly name: string;
  readonly address: string;
  /** Own point or that of the nearest parent that has one. */
  readonly point: Point | null;
  /** Check-in radius around the point, metres. */
  readonly radius_m: number;
  /** Access remarks, the room's before the building's. */
  readonly access: readonly string[];
  readonly code: string;
  /** For the search. */
  readonly initials: string;
}

/** The location and its parents, the room first. */
export function chainOf(view: View, location_id: string | null): readonly Location[] {
  const chain: Location[] = [];
  let id = location_id;
  while (id !== null && chain.length < TREE_DEPTH_MAX) {
    const row = view.get('location', id);
    if (row === undefined) break;
    chain.push(row);
    id = row.parent_id;
  }
  return chain;
}

export function placeOf(view: View, order: WorkOrder): Place {
  const chain = chainOf(view, order.location_id);
  const project_id = chain.find((one) => one.project_id !== null)?.project_id ?? null;
  const project = project_id === null ? undefined : view.get('project', project_id);
  const names = [project?.name ?? '', ...chain.map((one) => one.name).reverse()];
  const placed = chain.find((one) => one.lon_e7 !== null && one.lat_e7 !== null);
  const address = order.address || (chain.find((one) => one.address !== '')?.address ?? '');
  return {
    name: placeText(names, address),
    address,
    point: pointOf(placed),
    radius_m: placed && placed.radius_m > 0 ? placed.radius_m : CHECK_IN_RADIUS_M,
    access: chain.map((one) => one.access).filter((text) => text !== ''),
    code: chain[0]?.code ?? '',
    initials: [project?.initials ?? '', ...chain.map((one) => one.initials)].join(' '),
  };
}

/** The names from the outermost in: "云锦苑", "云锦苑 3 栋" is said once. */
export function placeText(names: readonly string[], address: string): string {
  const said = names.filter((name) => name !== '');
  const kept = said.filter((name, at) => !said[at + 1]?.startsWith(name));
  return kept.join(' ') || address;
}

function pointOf(location: Location | undefined): Point | null {
  const { lon_e7, lat_e7 } = location ?? {};
  if (lon_e7 === null || lon_e7 === undefined || lat_e7 === null || lat_e7 === undefined)
    return null;
  return { lon_e7, lat_e7 };
}

/** The number, and until the server gave one the short code of the device that reported. */
export function numberOf(order: WorkOrder): string {
  return order.number ?? (order.local_code || order.id.slice(-6).toUpperCase());
}

export interface People {
  readonly customer: Customer | undefined;
  readonly contact: Contact | undefined;
  /** Whom to ask for, and the number to call; "" when unknown. */
  readonly name: string;
  readonly phone: string;
}

export function peopleOf(view: View, order: WorkOrder): People {
  const contact = order.contact_id === null ? undefined : view.get('contact', order.contact_id);
  const customer = order.customer_id === null ? undefined : view.get('customer', order.customer_id);
  return {
    customer,
    contact,
    name: contact?.name || (customer?.name ?? ''),
    phone: contact?.phone || (customer?.phone ?? ''),
  };
}

/** Newest first. Remarks are apart: they are read and answered, not gone through. */
export function historyOf(view: View, work_order_id: string): readonly Fact[] {
  return view
    .by('fact', 'work_order_id', work_order_id)
    .filter((fact) => fact.verb !== Mutation.Note)
    .sort(newestFirst);
}

/** Oldest first, as a conversation is read. */
export function remarksOf(view: View, work_order_id: string): readonly Fact[] {
  return view
    .by('fact', 'work_order_id', work_order_id)
    .filter((fact) => fact.verb === Mutation.Note)
    .sort((a, b) => -newestFirst(a, b));
}

function newestFirst(a: Fact, b: Fact): number {
  return b.at_ms - a.at_ms || b.recorded_ms - a.recorded_ms || (a.id < b.id ? 1 : -1);
}

/** Parts and materials used, in the order they were noted; what was struck is not among them. */
export function usedOf(view: View, work_order_id: string): readonly Fact[] {
  return view
    .by('fact', 'work_order_id', work_order_id)
    .filter((fact) => fact.verb === Mutation.Use && fact.struck_by_id === null)
    .sort((a, b) => a.at_ms - b.at_ms);
}

export const PHOTO_SLOTS = [Slot.REPORT, Slot.BEFORE, Slot.DURING, Slot.AFTER] as const;
export type PhotoSlot = (typeof PHOTO_SLOTS)[number];

/** Pictures of one slot, oldest first. */
export function photosOf(view: View, work_order_id: string, slot: Slot): readonly Attachment[] {
  return view
    .by('attachment', 'work_order_id', work_order_id)
    .filter((row) => row.slot === slot)
    .sort((a, b) => a.captured_ms - b.captured_ms);
}

export function attachmentsOf(view: View, work_order_id: string): readonly Attachment[] {
  return view.by('attachment', 'work_order_id', work_order_id);
}

/** A remark of somebody else that nobody has marked as read. */
export function isUnread(fact: Fact, user_id: string): boolean {
  return fact.author_id !== user_id && fact.seen_ms === null && fact.struck_by_id === null;
}
