/** What a dispatcher has to look at: the tab 要处理. */
import type { Fact, WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import { checkInsOf } from '../../domain/check_ins/queries';
import { sheetOf } from '../../domain/checklists/queries';
import { openRows, rowsOfOrder } from '../../domain/conflicts/queries';
import type { OutboxItem, View } from '../../sync/api';
import { isStruck, unreadRemarks } from './history';
import { isOpen, isUnassigned } from './orders';

export type Attention =
  | { readonly kind: 'needs_place' }
  | { readonly kind: 'late' | 'remark'; readonly facts: readonly Fact[] }
  | { readonly kind: 'conflict' | 'check_in'; readonly n: number }
  | { readonly kind: 'gaps'; readonly n: number; readonly fact?: Fact }
  | { readonly kind: 'declined' | 'not_finished' | 'no_show' | 'unsigned'; readonly fact?: Fact }
  | { readonly kind: 'refused'; readonly item: OutboxItem };

const NOT_REPAIRED: Record<string, 'declined' | 'not_finished' | 'no_show'> = {
  [Mutation.DeclineAppointment]: 'declined',
  [Mutation.CannotComplete]: 'not_finished',
  [Mutation.NoShow]: 'no_show',
};

const OFFICE = { user_id: '', is_office: true };

/** Late work stays on the list so long, unless it is ticked off before. */
export const LATE_SHOWN_MS = 3 * 86_400_000;

export interface Reader {
  readonly now_ms: number;
  /** Until when the late work of an order was read on this browser. */
  readonly readUntil: (orderId: string) => number;
}

/** Work that came in after somebody else had the order, and that nobody has read here. */
export function unreadLate(
  facts: readonly Fact[],
  orderId: string,
  reader: Reader,
): readonly Fact[] {
  const since = Math.max(reader.readUntil(orderId), reader.now_ms - LATE_SHOWN_MS);
  return facts.filter((each) => each.is_late && each.recorded_ms > since && !isStruck(each));
}

/** The last visit did not end the matter, and nobody has planned another one. */
function endOfVisit(view: View, order: WorkOrder, facts: readonly Fact[]): Attention | null {
  if (!isUnassigned(view, order)) return null;
  const verbs = facts.filter((each) => each.verb in NOT_REPAIRED && !isStruck(each));
  const last = newest(verbs);
  const kind = last && NOT_REPAIRED[last.verb];
  return last && kind ? { kind, fact: last } : null;
}

function newest(facts: readonly Fact[]): Fact | undefined {
  return facts.reduce<Fact | undefined>(
    (best, each) => (best === undefined || each.at_ms > best.at_ms ? each : best),
    undefined,
  );
}

/** The work is done, and required items of its checklist have no answer: until it is closed. */
function gapsAtTheEnd(view: View, order: WorkOrder, facts: readonly Fact[]): Attention | null {
  if (order.state !== 'done' && order.state !== 'confirmed') return null;
  const n = sheetOf(view, order)?.gaps.length ?? 0;
  if (n === 0) return null;
  const fact = newest(facts.filter((each) => each.verb === Mutation.Complete && !isStruck(each)));
  return { kind: 'gaps', n, ...(fact ? { fact } : {}) };
}

/** Rows of the order on which a card waits for somebody's choice. */
function contestedOn(view: View, order_id: string): number {
  const open = openRows(view, OFFICE);
  if (open.size === 0) return 0;
  return [...rowsOfOrder(view, order_id)].filter((id) => open.has(id)).length;
}

/** Flagged check-ins that nobody has looked at. Of orders that are over, the page has them. */
function awaitingOn(view: View, order_id: string): number {
  return checkInsOf(view, order_id).filter((row) => row.review === 'awaiting').length;
}

export function attentionOf(
  view: View,
  order: WorkOrder,
  refused: readonly OutboxItem[],
  reader: Reader,
): readonly Attention[] {
  const facts = view.by('fact', 'work_order_id', order.id);
  const found: Attention[] = refused
    .filter((item) => item.rows.includes(order.id))
    .map((item) => ({ kind: 'refused', item }));
  // Until the server has numbered it, it has not looked where it is either.
  const isJudged = order.number !== null;
  if (isOpen(order) && isJudged && order.territory_id === null) found.push({ kind: 'needs_place' });
  const end = isOpen(order) ? endOfVisit(view, order, facts) : null;
  if (end) found.push(end);
  if (order.state === 'done' && order.signing === 'refused') found.push({ kind: 'unsigned' });
  const gaps = gapsAtTheEnd(view, order, facts);
  if (gaps) found.push(gaps);
  const contested = contestedOn(view, order.id);
  if (contested > 0) found.push({ kind: 'conflict', n: contested });
  const doubted = isOpen(order) ? awaitingOn(view, order.id) : 0;
  if (doubted > 0) found.push({ kind: 'check_in', n: doubted });
  const late = unreadLate(facts, order.id, reader);
  if (late.length > 0) found.push({ kind: 'late', facts: late });
  const remarks = isOpen(order) ? unreadRemarks(view, facts) : [];
  if (remarks.length > 0) found.push({ kind: 'remark', facts: remarks });
  return found;
}

/** Refused entries of this browser that nobody has dismissed. */
export function refusedOf(outbox: readonly OutboxItem[]): readonly OutboxItem[] {
  return outbox.filter((item) => item.state === 'rejected' || item.state === 'set_aside');
}

export function attentionByOrder(
  view: View,
  outbox: readonly OutboxItem[],
  reader: Reader,
): ReadonlyMap<string, readonly Attention[]> {
  const refused = refusedOf(outbox);
  const found = new Map<string, readonly Attention[]>();
  for (const order of view.all('work_order')) {
    const reasons = attentionOf(view, order, refused, reader);
    if (reasons.length > 0) found.set(order.id, reasons);
  }
  return found;
}
