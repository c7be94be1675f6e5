/** Entries of the outbox as people read, mend and take them along. */
import type { WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import { numberOf } from '../../domain/work_orders/queries';
import type { OutboxItem, View } from '../../sync/api';
import { fmt, t, tMaybe, verb } from '../../ui/i18n/i18n.svelte';

/** The order an entry is about, if it is still on the phone. */
export function orderOf(view: View, item: OutboxItem): WorkOrder | undefined {
  for (const id of item.rows) {
    const order = view.get('work_order', id);
    if (order) return order;
    const visit = view.get('appointment', id) ?? view.get('fact', id) ?? view.get('attachment', id);
    const found = visit && view.get('work_order', visit.work_order_id);
    if (found) return found;
  }
  return undefined;
}

/** Words a person wrote: what can be mended in an entry. In the order in which they are shown. */
export const TEXT_FIELDS = [
  'title',
  'text',
  'summary',
  'reason',
  'description',
  'item',
  'serial',
  'signer_name',
  'caption',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Signed texts are not mended afterwards: the customer saw them as they are. */
const SEALED: readonly string[] = [Mutation.Sign, Mutation.Attach, Mutation.AnswerChecklist];

export function textsOf(item: OutboxItem): Partial<Record<TextField, string>> {
  const args = (item.args ?? {}) as Readonly<Record<string, unknown>>;
  const texts: Partial<Record<TextField, string>> = {};
  for (const field of TEXT_FIELDS) {
    const value = args[field];
    if (typeof value === 'string') texts[field] = value;
  }
  return texts;
}

export function isMendable(item: OutboxItem): boolean {
  return !SEALED.includes(item.name) && Object.keys(textsOf(item)).length > 0;
}

/** The same entry with other words. */
export function mended(item: OutboxItem, texts: Partial<Record<TextField, string>>): object {
  return { ...(item.args as object), ...texts };
}

export function whyRefused(item: OutboxItem): string {
  if (item.state === 'set_aside') return t('sync.set_aside');
  return tMaybe(`reason.${item.reason ?? ''}`, {}, t('sync.rejected'));
}

/** An entry as plain text, for a message to the office. */
export function itemText(view: View, item: OutboxItem): string {
  const order = orderOf(view, item);
  const head = [verb(item.name), order && numberOf(order), fmt.dateTime(item.device_ms)];
  return [
    head.filter(Boolean).join(' · '),
    order?.title ?? '',
    whyRefused(item),
    ...Object.values(textsOf(item)),
    `${item.replica} ${item.n}`,
  ]
    .filter(Boolean)
    .join('\n');
}

/** Everything the server has not answered or has refused, for safe keeping. Pictures are not in it. */
export function exportText(items: readonly OutboxItem[], user: string, at_ms: number): string {
  const entries = items.map(({ n, replica, name, args, device_ms, state, reason }) => ({
    replica,
    n,
    name,
    args,
    device_ms,
    state,
    reason: reason ?? null,
  }));
  return JSON.stringify({ kind: 'fieldward-outbox', user, at_ms, entries }, null, 2);
}
