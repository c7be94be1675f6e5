/** What people read of conflict cards. Pure functions over the view. */
import { Choice } from '../../contract/enums';
import type { Conflict, KindName, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { type AnswerWord, answerText, labelOf } from '../checklists/queries';
import { type Item, itemsOf } from '../checklists/rules';
import { numberOf } from '../work_orders/queries';
import { isSame } from './rules';
import { presentOf, valuesOf } from './values';

export interface Side {
  readonly choice: Choice;
  /** Readable where the value names a row or one of a list's options; else as it was typed. */
  readonly value: unknown;
  /** "" where nobody is known to this device. */
  readonly by: string;
  readonly at_ms: number | null;
}

export interface Card {
  readonly conflict: Conflict;
  /** What the row is called; "" once it is out of sight. */
  readonly where: string;
  /** The field's own name, where it is one of a list: the question that was answered. */
  readonly asked: string;
  /** Which one is the field's, once somebody has chosen: it may have been changed since. */
  readonly used: Choice | null;
  readonly arriving: Side;
  /** Null: only the author's own value may be seen here. */
  readonly stored: Side | null;
}

/** How an answer to a list's question is said in the reader's language. */
export interface Say {
  readonly locale: string;
  readonly word: (which: AnswerWord) => string;
}

export interface Reader {
  readonly user_id: string;
  readonly is_office: boolean;
}

function cardOf(view: View, conflict: Conflict, say: Say): Card {
  const { arriving: text, author_name, field, said_ms } = conflict;
  const mine = valuesOf(text);
  const arriving = {
    choice: Choice.ARRIVING,
    value: readable(view, conflict, mine[field], say),
    by: author_name,
    at_ms: said_ms,
  };
  const item = itemOf(view, conflict);
  const asked = item === undefined ? '' : labelOf(item, say.locale);
  const where = whereOf(view, conflict);
  const stored = storedSide(view, conflict, say);
  return { conflict, where, asked, used: usedOf(view, conflict), arriving, stored };
}

function usedOf(view: View, conflict: Conflict): Choice | null {
  const row = view.get(conflict.row_kind as KindName, conflict.row_id);
  if (conflict.choice !== Choice.ARRIVING || row === undefined) return conflict.choice;
  const arriving = valuesOf(conflict.arriving);
  return isSame(presentOf(row, arriving), arriving) ? Choice.ARRIVING : Choice.STORED;
}

/** The value beside the author's: what stands in the row now, or what his has replaced. */
function storedSide(view: View, conflict: Conflict, say: Say): Side | null {
  const [stored] = view.by('conflict_stored', 'conflict_id', conflict.id);
  const row = view.get(conflict.row_kind as KindName, conflict.row_id);
  if (stored === undefined || row === undefined) return null;
  const arriving = valuesOf(conflict.arriving);
  const kept = valuesOf(stored.value);
  const present = presentOf(row, arriving);
  const isReplaced = isSame(present, arriving);
  const isKnown = isReplaced || isSame(present, kept);
  const value = (isReplaced ? kept : present)[conflict.field];
  return {
    choice: Choice.STORED,
    value: readable(view, conflict, value, say),
    by: isKnown ? stored.by_name : '',
    at_ms: isKnown && stored.at_ms > 0 ? stored.at_ms : null,
  };
}

function readable(view: View, conflict: Conflict, value: unknown, say: Say): unknown {
  if (typeof value !== 'string' || value === '') return value;
  if (conflict.field === 'asset_id') return view.get('asset', value)?.name ?? value;
  const item = itemOf(view, conflict);
  return item === undefined ? value : answerText(item, value, say.locale, say.word);
}

/** The question that was answered. */
function itemOf(view: View, { row_kind, row_id }: Conflict): Item | undefined {
  const answer = row_kind === 'checklist_answer' && view.get('checklist_answer', row_id);
  const version = answer && view.get('checklist_version', answer.checklist_version_id);
  return version ? itemsOf(version).find((item) => item.code === answer.item) : undefined;
}

/** The row in a few words. */
function whereOf(view: View, conflict: Conflict): string {
  const kind = conflict.row_kind as KindName;
  if (kind === 'work_order' || kind === 'checklist_answer') {
    const order = orderOfCard(view, conflict);
    return order === undefined ? '' : `${numberOf(order)} ${order.title}`;
  }
  const row = (view.get(kind, conflict.row_id) ?? {}) as Record<string, unknown>;
  return String(row['name'] ?? row['name_zh'] ?? row['caption'] ?? '');
}

const NAMED_BY = {
  customer: 'customer_id',
  contact: 'contact_id',
  location: 'location_id',
  asset: 'asset_id',
} as const;

/** The order that a card is about, or one that names its row, the newest first. */
export function orderOfCard(view: View, { row_kind, row_id }: Conflict): WorkOrder | undefined {
  if (row_kind === 'work_order') return view.get('work_order', row_id);
  if (row_kind === 'checklist_answer' || row_kind === 'attachment') {
    const row = view.get(row_kind, row_id);
    return row && view.get('work_order', row.work_order_id);
  }
  const field = NAMED_BY[row_kind as keyof typeof NAMED_BY];
  if (field === undefined) return undefined;
  return [...view.by('work_order', field, row_id)].sort((a, b) => b.reported_ms - a.reported_ms)[0];
}

/** Open ones first, then the newest. */
function sorted(view: View, conflicts: readonly Conflict[], say: Say): readonly Card[] {
  return [...conflicts]
    .sort(
      (a, b) =>
        Number(a.choice !== null) - Number(b.choice !== null) ||
        b.said_ms - a.said_ms ||
        (a.id < b.id ? -1 : 1),
    )
    .map((conflict) => cardOf(view, conflict, say));
}

/** Cards on any of these rows. */
export function cardsOn(view: View, row_ids: ReadonlySet<string>, say: Say): readonly Card[] {
  const found = view.all('conflict').filter(({ row_id }) => row_ids.has(row_id));
  return sorted(view, found, say);
}

/** Rows that a work order is about: itself, whom and what it names, and its answers. */
export function rowsOfOrder(view: View, order_id: string): ReadonlySet<string> {
  const order = view.get('work_order', order_id);
  if (order === undefined) return new Set();
  const named = [order.id, order.customer_id, order.contact_id, order.location_id, order.asset_id];
  const answers = view.by('checklist_answer', 'work_order_id', order.id).map(({ id }) => id);
  return new Set([...named.filter((id) => id !== null), ...answers]);
}

/** Every card in sight. */
export function allCards(view: View, say: Say): readonly Card[] {
  return sorted(view, view.all('conflict'), say);
}

/** Rows with an open card that this reader can settle. */
export function openRows(view: View, reader: Reader): ReadonlySet<string> {
  const sides = new Set(view.all('conflict_stored').map(({ conflict_id }) => conflict_id));
  const open = view
    .all('conflict')
    .filter(({ id, choice }) => choice === null && sides.has(id))
    .filter(({ author_id }) => reader.is_office || author_id === reader.user_id);
  return new Set(open.map(({ row_id }) => row_id));
}

/** What an author put on cards: open ones, and those decided lately. */
export function cardsBy(view: View, user_id: string, since_ms: number, say: Say): readonly Card[] {
  const found = view
    .all('conflict')
    .filter(({ author_id }) => author_id === user_id)
    .filter(({ choice, decided_ms }) => choice === null || (decided_ms ?? 0) > since_ms);
  return sorted(view, found, say);
}

export function isOpen({ conflict }: Card): boolean {
  return conflict.choice === null;
}

/** The office, and the author while he sees both values. */
export function mayChoose({ conflict, stored }: Card, { user_id, is_office }: Reader): boolean {
  return stored !== null && (is_office || conflict.author_id === user_id);
}
