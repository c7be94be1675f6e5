/** Entries of the outbox as people read, mend and take them along. */
import { ItemKind } from '../../contract/enums';
import type { WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import { itemsOf } from '../../domain/checklists/rules';
import { numberOf } from '../../domain/work_orders/queries';
import type { OutboxItem, UploadItem, View } from '../../sync/api';
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
  'name',
  'code',
  'text',
  'summary',
  'gaps_reason',
  'reason',
  'description',
  'item',
  'value',
  'manufacturer',
  'model',
  'serial',
  'address',
  'phone',
  'signer_name',
  'caption',
  'remark',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Signed texts are not mended afterwards: the customer saw them as they are. */
const SEALED: readonly string[] = [
  Mutation.Sign,
  Mutation.TakeSignature,
  Mutation.TakeRefusal,
  Mutation.Attach,
];
/** Answers that are chosen or photographed are given on the checklist, not in a field. */
const TYPED: readonly string[] = [ItemKind.TEXT, ItemKind.NUMBER];

export function textsOf(view: View, item: OutboxItem): Partial<Record<TextField, string>> {
  if (SEALED.includes(item.name)) return {};
  const args = (item.args ?? {}) as Readonly<Record<string, unknown>>;
  const texts: Partial<Record<TextField, string>> = {};
  const isAnswer = item.name === Mutation.AnswerChecklist;
  for (const field of isAnswer ? answerFields(view, args) : TEXT_FIELDS) {
    const value = args[field];
    if (typeof value === 'string') texts[field] = value;
  }
  return texts;
}

function answerFields(view: View, args: Readonly<Record<string, unknown>>): TextField[] {
  const version = view.get('checklist_version', String(args['checklist_version_id']));
  const asked = version && itemsOf(version).find((each) => each.code === args['item']);
  return asked && TYPED.includes(asked.kind) ? ['value'] : [];
}

export function isMendable(view: View, item: OutboxItem): boolean {
  return Object.keys(textsOf(view, item)).length > 0;
}

/** What was written, for the card: whole lines of label and text. */
export function wordsOf(view: View, item: OutboxItem): { term: string; text: string }[] {
  const texts = textsOf(view, item);
  return TEXT_FIELDS.flatMap((field) => {
    const text = texts[field];
    return text ? [{ term: t(`tech.field.${field}`), text }] : [];
  });
}

/** The same entry with other words. */
export function mended(item: OutboxItem, texts: Partial<Record<TextField, string>>): object {
  return { ...(item.args as object), ...texts };
}

function paramsOf(detail: OutboxItem['detail']): Record<string, string | number> {
  const pairs = Object.entries(detail ?? {});
  return Object.fromEntries(
    pairs.filter((pair): pair is [string, string | number] => typeof pair[1] !== 'object'),
  );
}

/** Why it was not taken, and what to do. */
export function whyRefused(item: OutboxItem): string {
  const { by, at_ms } = item.detail ?? {};
  if (item.reason === 'changed_meanwhile' && typeof by === 'string' && by !== '')
    return t('conflict.changed_by', { name: by, when: fmt.when(Number(at_ms)) });
  const plain = item.state === 'set_aside' ? t('sync.set_aside') : t('sync.rejected');
  const params = paramsOf(item.detail);
  // What a technician can do about it, where that is not what a dispatcher would do.
  return tMaybe(`tech.why.${item.reason}`, params, tMaybe(`reason.${item.reason}`, params, plain));
}

export interface Total {
  readonly files: number;
  readonly sent_bytes: number;
  readonly size_bytes: number;
}

/** All files that the server does not have yet, as one. */
export function totalOf(uploads: readonly UploadItem[]): Total {
  const open = uploads.filter((one) => one.state !== 'stored');
  return {
    files: open.length,
    sent_bytes: open.reduce((sum, one) => sum + one.sent_bytes, 0),
    size_bytes: open.reduce((sum, one) => sum + one.size_bytes, 0),
  };
}

/** An entry as plain text, for a message to the office. */
export function itemText(view: View, item: OutboxItem): string {
  const order = orderOf(view, item);
  const head = [verb(item.name), order && numberOf(order), fmt.dateTime(item.device_ms)];
  return [
    head.filter(Boolean).join(' · '),
    order?.title ?? '',
    whyRefused(item),
    ...Object.values(textsOf(view, item)),
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
