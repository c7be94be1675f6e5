/** The tray of entries that were not taken: grouped by the rows they name, each where it stands. */
import { HeldOutcome, HeldReason, HeldState } from '../../contract/enums';
import type { HeldEntry, WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import { heldOf } from '../../domain/entries/queries';
import type { OutboxItem, View } from '../../sync/api';
import { isRefused } from '../marks';
import { orderOf } from './items';

export interface Group {
  readonly key: string;
  readonly order?: WorkOrder;
  readonly items: readonly OutboxItem[];
}

/**
 * What is about one order is one group, wherever it is named from; entries about no order go
 * together when they name a row in common. Groups and their entries keep the given order.
 */
export function groupsOf(view: View, items: readonly OutboxItem[]): Group[] {
  const groups: { order: WorkOrder | undefined; rows: Set<string>; items: OutboxItem[] }[] = [];
  for (const item of items) {
    const order = orderOf(view, item);
    const found = groups.find((group) =>
      order || group.order
        ? group.order?.id === order?.id
        : item.rows.some((id) => group.rows.has(id)),
    );
    const group = found ?? { order, rows: new Set<string>(), items: [] };
    if (!found) groups.push(group);
    group.items.push(item);
    for (const id of item.rows) group.rows.add(id);
  }
  return groups.map(({ order, items: own }) => ({
    key: order?.id ?? own.map((item) => `${item.replica}:${item.n}`).join(' '),
    ...(order ? { order } : {}),
    items: own,
  }));
}

/**
 * `mine`: its author has to do something. `handed`: with the office by his wish. `set_aside`: the
 * server keeps it, somebody will run it. `taken`, `not_used`, `refused`: the office has decided.
 */
export type Standing =
  | { readonly kind: 'mine' | 'set_aside' | 'taken' }
  | { readonly kind: 'handed'; readonly remark: string }
  | { readonly kind: 'not_used' | 'refused'; readonly reason: string };

export function standingOf(view: View, outbox: readonly OutboxItem[], item: OutboxItem): Standing {
  const held = heldOf(view, item.replica, item.n);
  const known = held && decidedOf(held);
  if (known) return known;
  const said = handedOver(outbox, item);
  if (held?.reason === HeldReason.HANDED_OVER || said !== undefined)
    return { kind: 'handed', remark: held?.remark || said || '' };
  // One that was too large has no body there: only its author can do something about it.
  if (item.state === 'set_aside' && item.reason !== 'too_large') return { kind: 'set_aside' };
  return { kind: 'mine' };
}

/** May be written once more as a new entry: nobody else has it or will run it. */
export function isInHisHands({ kind }: Standing): boolean {
  return kind === 'mine' || kind === 'not_used' || kind === 'refused';
}

export function canHandOver(item: OutboxItem, standing: Standing): boolean {
  const hasBody = item.reason !== 'too_large' && item.reason !== 'forked';
  return hasBody && isInHisHands(standing) && !item.name.startsWith('entry.');
}

function decidedOf(held: HeldEntry): Standing | null {
  if (held.outcome === HeldOutcome.ACCEPTED) return { kind: 'taken' };
  if (held.state === HeldState.DISCARDED)
    return { kind: 'not_used', reason: held.decided_reason ?? '' };
  if (held.outcome === HeldOutcome.REJECTED) return { kind: 'refused', reason: held.outcome_why };
  return null;
}

/** The remark of the entry that hands this one over, until the server shows what it keeps. */
function handedOver(outbox: readonly OutboxItem[], item: OutboxItem): string | undefined {
  const handing = outbox.findLast((each) => {
    if (each.name !== Mutation.HandOverEntry || isRefused(each)) return false;
    const { replica, n } = each.args as { replica?: unknown; n?: unknown };
    return replica === item.replica && n === item.n;
  });
  return handing && (handing.args as { remark: string }).remark;
}
