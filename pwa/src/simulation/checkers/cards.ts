/** 9: whoever changes what he has not seen changes nothing, and a card keeps both values. */
import { Mutation } from '../../contract/mutations';
import type { CheckerKind, Contested, Inspected, Kept } from '../watch';

/** Fields whose values are told apart by a mark of their own. */
const EDITS: Readonly<
  Record<string, readonly [kind: string, id: string, fields: readonly string[]]>
> = {
  [Mutation.EditContact]: ['contact', 'contact_id', ['name', 'phone']],
  [Mutation.EditCustomer]: ['customer', 'customer_id', ['name']],
  [Mutation.EditWorkOrder]: ['work_order', 'work_order_id', ['title']],
};
const MARKED = /^(Li|Ming|Leak|1-)\s?\S*\d/;

const keyOf = (kind: string, id: string, field: string): string => `${kind} ${id} ${field}`;

export const cards: CheckerKind = {
  invariant: 9,
  make: (report, book) => ({
    atRest({ server }) {
      const entries = new Map(
        book.all().map((kept) => [`${kept.entry.replica}:${kept.entry.n}`, kept]),
      );
      for (const what of unseen(server, entries)) report(what);
      for (const what of overruled(server, entries)) report(what);
      for (const what of halves(server)) report(what);
      for (const what of gone(server, [...entries.values()])) report(what);
    },
  }),
};

/** Changes of a field by a replica whose author knew nothing of the change before. */
function* unseen(server: Inspected, entries: ReadonlyMap<string, Kept>): Generator<string> {
  const bySeq = new Map(server.events.map(([seq, writer, key]) => [seq, `${writer}:${key}`]));
  for (const { kind, id, field, values } of server.contested.fields) {
    for (const [at, [seq, writer]] of values.entries()) {
      const before = values[at - 1];
      const kept = entries.get(bySeq.get(seq) ?? '');
      if (before === undefined || kept === undefined || before[1] === writer) continue;
      const [epoch, base] = kept.entry.base;
      if (epoch === server.epoch && base < before[0])
        yield `${kept.device}: ${keyOf(kind, id, field)} was changed over an unseen change (${seq} over ${before[0]})`;
    }
  }
}

/** Visits given to somebody by who knew nothing of the decision before his: the later is refused. */
function* overruled(server: Inspected, entries: ReadonlyMap<string, Kept>): Generator<string> {
  const decided = new Map<string, { seq: number; writer: string; to: string }>();
  for (const { writer, key, seq, outcome, name, flags } of [...server.ledger].sort(bySeqOf)) {
    const kept = entries.get(`${writer}:${key}`);
    if (name !== Mutation.ReassignAppointment || outcome !== 'accepted' || !kept) continue;
    // He had sent what he had found, so he decided nothing.
    if (flags.includes('merged')) continue;
    const { appointment_id, technician_id: to } = kept.entry.args as Readonly<
      Record<string, string>
    >;
    const before = decided.get(appointment_id ?? '');
    decided.set(appointment_id ?? '', { seq, writer, to: to ?? '' });
    const [epoch, base] = kept.entry.base;
    if (!before || before.writer === writer || before.to === to || epoch !== server.epoch) continue;
    if (base < before.seq)
      yield `${kept.device}: visit ${appointment_id} was given away unseen (${seq})`;
  }
}

function bySeqOf(a: { readonly seq: number }, b: { readonly seq: number }): number {
  return a.seq - b.seq;
}

/** Cards without their other side, or with a value there that a watched field never had. */
function* halves({ contested }: Inspected): Generator<string> {
  const stood = standing(contested);
  for (const card of contested.cards) {
    const other = contested.stored.find(({ conflict_id }) => conflict_id === card.id);
    const key = keyOf(card.row_kind, card.row_id, card.field);
    if (other === undefined) yield `card ${card.id} has one side only`;
    else if (stood.get(key)?.has(JSON.stringify(valueOf(other.value, card.field))) === false)
      yield `card ${card.id} says that something stood which never did`;
  }
}

/** Accepted edits whose value neither stood in the row nor is on a card. */
function* gone(server: Inspected, entries: readonly Kept[]): Generator<string> {
  const outcomes = new Map(
    server.ledger.map((line) => [`${line.writer}:${line.key}`, line.outcome]),
  );
  const stood = standing(server.contested);
  const mine = (kept: Kept, field: string, row: string): string =>
    JSON.stringify([kept.entry.replica, field, row]);
  const last = new Map<string, number>();
  const said = new Map<string, Set<string>>();
  for (const card of server.contested.cards) {
    const key = JSON.stringify([card.replica, card.field, card.row_id]);
    last.set(key, Math.max(last.get(key) ?? 0, card.n));
    said.set(
      key,
      (said.get(key) ?? new Set()).add(JSON.stringify(valueOf(card.arriving, card.field))),
    );
  }
  for (const kept of entries) {
    const edit = EDITS[kept.entry.name];
    const { replica, n } = kept.entry;
    if (!edit || kept.mayDouble || outcomes.get(`${replica}:${n}`) !== 'accepted') continue;
    const [kind, id, fields] = edit;
    const args = kept.entry.args as Readonly<Record<string, string>>;
    const row = args[id] ?? '';
    for (const field of fields) {
      const value = args[field] ?? '';
      if (!MARKED.test(value)) continue;
      const text = JSON.stringify(value);
      const key = mine(kept, field, row);
      const isThere = stood.get(keyOf(kind, row, field))?.has(text) || said.get(key)?.has(text);
      // What its author said later takes its place on the card.
      if (!isThere && (last.get(key) ?? 0) <= n)
        yield `${kept.device}: ${kind} ${field} ${value} was accepted and is nowhere`;
    }
  }
}

/** By field: every value that ever stood in the row, as JSON. */
function standing({ fields }: Contested): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    fields.map(({ kind, id, field, values }) => [
      keyOf(kind, id, field),
      new Set(values.map(([, , value]) => JSON.stringify(value))),
    ]),
  );
}

function valueOf(text: string, field: string): unknown {
  return (JSON.parse(text) as Readonly<Record<string, unknown>>)[field];
}
