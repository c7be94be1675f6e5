/** Search everywhere: number, name, phone, address, code, serial, pinyin initials. */
import type { Asset, Customer, Project, Technician, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { isOpen, numberOf } from './orders';
import { chainOf, pathOf, placeText } from './places';

export interface Hits {
  readonly orders: readonly WorkOrder[];
  readonly technicians: readonly Technician[];
  readonly customers: readonly Customer[];
  readonly projects: readonly Project[];
  /** Ids of places that belong to a project. */
  readonly places: readonly string[];
  readonly assets: readonly Asset[];
}

const NOTHING: Hits = {
  orders: [],
  technicians: [],
  customers: [],
  projects: [],
  places: [],
  assets: [],
};

/** Lower case, full-width forms folded, spaces and the dashes of phone numbers dropped. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\-–·]+/g, '');
}

/**
 * How well a text answers: 4 equal, 3 from its start, 2 inside, 0 not at all. `needle` is folded.
 */
function quality(text: string, needle: string): number {
  const hay = fold(text);
  if (hay === '') return 0;
  if (hay === needle) return 4;
  if (hay.startsWith(needle)) return 3;
  return hay.includes(needle) ? 2 : 0;
}

/** All words must be found, each in any of the texts. */
export function score(texts: readonly string[], query: string): number {
  const words = query.trim().split(/\s+/).map(fold).filter(Boolean);
  if (words.length === 0) return 0;
  let total = 0;
  for (const word of words) {
    const best = Math.max(...texts.map((text) => quality(text, word)));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

function best<T>(rows: readonly T[], rank: (row: T) => number, limit: number): readonly T[] {
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .filter((each) => each.rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map((each) => each.row);
}

/** What an order can be found by. */
export function orderTexts(view: View, order: WorkOrder): readonly string[] {
  const customer = order.customer_id ? view.get('customer', order.customer_id) : undefined;
  const contact = order.contact_id ? view.get('contact', order.contact_id) : undefined;
  const asset = order.asset_id ? view.get('asset', order.asset_id) : undefined;
  return [
    numberOf(order),
    order.local_code,
    order.title,
    order.address,
    placeText(view, order),
    customer?.name ?? '',
    customer?.initials ?? '',
    customer?.phone ?? '',
    contact?.name ?? '',
    contact?.initials ?? '',
    contact?.phone ?? '',
    asset?.name ?? '',
    asset?.initials ?? '',
    asset?.code ?? '',
    asset?.serial ?? '',
    ...placeTexts(view, order.location_id),
  ];
}

/** Codes, addresses and initials of a place and of what it stands in, up to the project. */
function placeTexts(view: View, locationId: string | null): readonly string[] {
  const chain = chainOf(view, locationId);
  const project = chain.find((each) => each.project_id !== null)?.project_id ?? null;
  const initials = project === null ? '' : (view.get('project', project)?.initials ?? '');
  return [
    ...chain.flatMap((each) => [each.code, each.address, each.initials]),
    initials,
    `${initials}${chain[0]?.initials ?? ''}`,
  ];
}

export function findOrders(view: View, query: string, limit: number): readonly WorkOrder[] {
  return best(
    view.all('work_order'),
    (order) => {
      const found = score(orderTexts(view, order), query);
      return found === 0 ? 0 : found + (isOpen(order) ? 0.5 : 0);
    },
    limit,
  );
}

/** Customers by their own words or those of their contacts. */
export function findCustomers(view: View, query: string, limit: number): readonly Customer[] {
  return best(
    view.all('customer').filter((each) => each.is_active),
    (customer) => {
      const contacts = view.by('contact', 'customer_id', customer.id);
      const texts = contacts.flatMap((each) => [each.name, each.initials, each.phone]);
      return score([customer.name, customer.initials, customer.phone, ...texts], query);
    },
    limit,
  );
}

export function findTechnicians(view: View, query: string, limit: number): readonly Technician[] {
  return best(
    view.all('technician').filter((each) => each.is_active),
    (each) => score([each.name, each.initials, each.phone], query),
    limit,
  );
}

export function findLocations(view: View, query: string, limit: number): readonly string[] {
  return best(
    view.all('location').filter((each) => each.is_active),
    (each) =>
      score([pathOf(view, each.id).join(' '), each.initials, each.address, each.code], query),
    limit,
  ).map((each) => each.id);
}

/** The project by its own words; its places are found by theirs. */
export function findProjects(view: View, query: string, limit: number): readonly Project[] {
  return best(
    view.all('project').filter((each) => each.is_active),
    (each) => score([each.name, each.initials], query),
    limit,
  );
}

export function findAssets(view: View, query: string, limit: number): readonly Asset[] {
  return best(
    view.all('asset').filter((each) => each.is_active),
    (each) => {
      const words = [each.name, each.initials, each.code, each.serial, each.model];
      return score([...words, each.manufacturer, pathOf(view, each.location_id).join(' ')], query);
    },
    limit,
  );
}

export function search(view: View, query: string): Hits {
  if (query.trim() === '') return NOTHING;
  return {
    orders: findOrders(view, query, 12),
    technicians: findTechnicians(view, query, 5),
    customers: findCustomers(view, query, 5),
    projects: findProjects(view, query, 4),
    places: findLocations(view, query, 12)
      .filter((id) => isInProject(view, id))
      .slice(0, 5),
    assets: findAssets(view, query, 5),
  };
}

/** A point that a caller gave is a place as well, but no page shows it. */
function isInProject(view: View, id: string): boolean {
  return (view.get('location', id)?.project_id ?? null) !== null;
}
