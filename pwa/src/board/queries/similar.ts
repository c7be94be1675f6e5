/** Open orders that the caller may be talking about: the same customer or the same place. */
import type { WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { isOpen } from './orders';
import { chainOf } from './places';
import { fold } from './search';

export interface Similar {
  readonly order: WorkOrder;
  readonly why: 'place' | 'customer' | 'words';
}

export interface Asked {
  readonly customer_id: string | null;
  readonly location_id: string | null;
  readonly address: string;
  readonly title: string;
}

const PAIRS_IN_COMMON_MIN = 3;

/** Pairs of neighbouring characters: works for Chinese, which has no spaces between words. */
function pairs(text: string): ReadonlySet<string> {
  const folded = fold(text);
  const found = new Set<string>();
  for (let at = 0; at + 1 < folded.length; at += 1) found.add(folded.slice(at, at + 2));
  return found;
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const each of a) if (b.has(each)) count += 1;
  return count;
}

export function similarOpen(view: View, asked: Asked, limit: number): readonly Similar[] {
  const place = new Set(chainOf(view, asked.location_id).map((each) => each.id));
  const address = fold(asked.address);
  const words = pairs(asked.title);
  const found: { similar: Similar; rank: number }[] = [];
  for (const order of view.all('work_order')) {
    if (!isOpen(order)) continue;
    const samePlace =
      (order.location_id !== null && place.has(order.location_id)) ||
      (address !== '' && fold(order.address) === address);
    const sameCustomer = asked.customer_id !== null && order.customer_id === asked.customer_id;
    const shared = common(words, pairs(order.title));
    if (!samePlace && !sameCustomer && shared < PAIRS_IN_COMMON_MIN) continue;
    const why = samePlace ? 'place' : sameCustomer ? 'customer' : 'words';
    const rank = (samePlace ? 100 : 0) + (sameCustomer ? 50 : 0) + shared;
    found.push({ similar: { order, why }, rank });
  }
  return found
    .sort((a, b) => b.rank - a.rank)
    .slice(0, limit)
    .map((each) => each.similar);
}

/** Where this customer has been served before, newest first: one tap instead of an address. */
export function placesOf(view: View, customerId: string, limit: number): readonly string[] {
  const orders = [...view.by('work_order', 'customer_id', customerId)].sort(
    (a, b) => b.reported_ms - a.reported_ms,
  );
  const ids = orders.map((each) => each.location_id).filter((id): id is string => id !== null);
  return [...new Set(ids)].slice(0, limit);
}
