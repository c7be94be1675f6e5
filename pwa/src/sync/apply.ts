/**
 * A page of an answer becomes one change of the store. Order: gone, fresh, scopes, enters,
 * changes, leaves. Pure: nothing is touched until the store has committed.
 */
import type { KindName } from '../contract/kinds';
import type { Json } from './canonical';
import { partOf } from './digest';
import { neededIds } from './keep';
import { type AnyRow, kindName, type Members, mergeMembers, visibleFields } from './members';
import { Draft } from './next-members';
import type { Outbox } from './outbox';
import type { Change } from './ports';
import {
  type KeptRecord,
  type MemberRecord,
  memberKey,
  type ResultRecord,
  type SyncState,
} from './records';
import type { LiveView } from './view';
import { FORKED, type SyncAnswer, type WireResult } from './wire';
import type { WireKind } from './wire-pages';

export interface Known {
  readonly replica: string;
  readonly state: SyncState;
  readonly members: Members;
  readonly outbox: Outbox;
  readonly view: LiveView;
  /** Ids that unsent uploads and drafts name. */
  readonly alsoNamed: Iterable<string>;
}

export interface Applied {
  readonly change: Change;
  /** Rows that may look different now. */
  readonly rows: readonly (readonly [number, string])[];
}

/** The page that reaches the head carries a digest; an answer with neither was no pull at all. */
export function isPull(answer: SyncAnswer): boolean {
  return answer.more || answer.digest !== '';
}

export function applyAnswer(
  answer: SyncAnswer,
  known: Known,
  clock: { now_ms: number; skew_ms: number },
): Applied {
  const draft = new Draft(known.members);
  const levels = nextLevels(answer, known.state);
  const g = known.state.g + (answer.fresh ? 1 : 0);
  dropScopes(draft, known.members, answer.gone);
  for (const page of answer.kinds) enter(draft, page, levels, g);
  for (const page of answer.kinds) alter(draft, page);
  for (const { scope, leaves } of answer.scopes) {
    for (const handle of leaves) {
      const member = draft.get(scope, handle);
      if (member) draft.drop(member);
    }
  }
  if (answer.repaired.length > 0) dropSurplus(draft, known.members, answer);
  const hadStale = answer.fresh || known.state.has_stale;
  const isHead = isPull(answer) && !answer.more;
  if (hadStale && isHead) dropStale(draft, known.members, g);
  const results = nextResults(answer, known);
  const rows = touched(draft, known.members);
  const [epoch] = answer.cursor;
  const purge = known.outbox.surplus(results, { ...answer, epoch });
  const { keep, unkeep } = keptApart(draft, known, results, rows, epoch);
  const state = nextState(answer, known.state, clock, {
    levels,
    g,
    has_stale: hadStale && !isHead,
  });
  return {
    rows,
    change: {
      put: [...draft.puts.values()],
      drop: [...draft.drops.values()].map(({ scope, handle }) => [scope, handle] as const),
      results,
      purge,
      keep,
      unkeep,
      state,
    },
  };
}

function nextLevels(answer: SyncAnswer, state: SyncState): Record<string, number> {
  const levels: Record<string, number> = answer.fresh ? {} : { ...state.levels };
  for (const scope of answer.gone) delete levels[scope];
  for (const { scope, level } of answer.scopes) levels[scope] = level;
  return levels;
}

function dropScopes(draft: Draft, members: Members, gone: readonly number[]): void {
  if (gone.length === 0) return;
  for (const member of members.all()) if (gone.includes(member.scope)) draft.drop(member);
}

/** What a fresh start did not bring again is gone. Until its head people go on with the old rows. */
function dropStale(draft: Draft, members: Members, g: number): void {
  for (const member of members.all()) {
    const isReplaced = draft.puts.has(memberKey(member.scope, member.handle));
    if (member.g < g && !isReplaced) draft.drop(member);
  }
}

/** Of repaired parts every row has just entered; what has not is no row of ours. */
function dropSurplus(draft: Draft, members: Members, answer: SyncAnswer): void {
  const parts = new Set(answer.repaired);
  for (const member of members.all()) {
    const isThere = draft.puts.has(memberKey(member.scope, member.handle));
    if (parts.has(partOf(member.handle)) && !isThere) draft.drop(member);
  }
}

function enter(draft: Draft, page: WireKind, levels: Record<string, number>, g: number): void {
  const level = levels[page.scope] ?? 0;
  if (page.copied) return copy(draft, page, page.copied, { level, g });
  const width = visibleFields(page.kind, level).length;
  page.handles.forEach((handle, at) => {
    const values: Json[] = [];
    for (let column = 0; column < width; column += 1)
      values.push(page.columns[column]?.[at] ?? null);
    const id = page.ids[at] ?? '';
    draft.put({ v: 1, scope: page.scope, handle, kind: page.kind, id, level, g, values });
  });
}

/** Rows that another scope already brought. One that is not there is left to the digest. */
function copy(
  draft: Draft,
  page: WireKind,
  from: NonNullable<WireKind['copied']>,
  as: { level: number; g: number },
): void {
  page.handles.forEach((handle, at) => {
    const source = draft.get(from.scope, from.handles[at] ?? -1);
    if (source === undefined || source.kind !== page.kind) return;
    const fields = visibleFields(source.kind, source.level);
    const values = visibleFields(page.kind, as.level).map(
      (field) => source.values[fields.indexOf(field)] ?? null,
    );
    draft.put({ ...source, ...as, scope: page.scope, handle, values });
  });
}

/** A change for a handle that is not here is left to the digest, which then differs. */
function alter(draft: Draft, page: WireKind): void {
  for (const change of page.changes) {
    change.handles.forEach((handle, at) => {
      const member = draft.get(page.scope, handle);
      if (member === undefined || change.field >= member.values.length) return;
      const values = [...member.values];
      values[change.field] = change.values[at] ?? null;
      draft.put({ ...member, values });
    });
  }
}

function touched(draft: Draft, members: Members): [number, string][] {
  const rows = new Map<string, [number, string]>();
  const note = (member: MemberRecord): void => {
    rows.set(`${member.kind}:${member.id}`, [member.kind, member.id]);
  };
  for (const member of draft.drops.values()) note(member);
  for (const member of draft.puts.values()) {
    note(member);
    const before = members.get(member.scope, member.handle);
    if (before && before.id !== member.id) note(before);
  }
  return [...rows.values()];
}

/** A number that another copy of this replica used has no result for our entry: see `rename.ts`. */
function isOurs(result: WireResult): boolean {
  return result.reason !== FORKED;
}

/** New results, and older ones whose change is here by now. */
function nextResults(answer: SyncAnswer, known: Known): ResultRecord[] {
  const [named, floor, mode] = answer.cursor;
  // An answer without rows names no epoch: what it answers is answered as far as we know the server.
  const epoch = isPull(answer) ? named : known.state.cursor[0];
  const isSettled = (result: { epoch: string; seq: number }): boolean =>
    mode === 0 && isPull(answer) && (result.epoch === epoch ? floor >= result.seq : !answer.more);
  const fresh = answer.results.filter(isOurs).map((result): ResultRecord => {
    const { n, seq, outcome, flags, reason, detail } = result;
    const settled = isSettled({ epoch, seq });
    const replica = known.replica;
    return {
      v: 1,
      replica,
      n,
      epoch,
      seq,
      outcome,
      flags,
      reason,
      detail,
      settled,
      dismissed: false,
      answered_ms: answer.now_ms,
    };
  });
  const again = known.outbox.settling().filter(isSettled);
  return [...again.map((result) => ({ ...result, settled: true })), ...fresh];
}

function keptApart(
  draft: Draft,
  known: Known,
  results: readonly ResultRecord[],
  rows: readonly (readonly [number, string])[],
  epoch: string,
): { keep: KeptRecord[]; unkeep: (readonly [KindName, string])[] } {
  const held = draft.held();
  const left = rows.filter(([kind, id]) => !held(kind, id));
  const before = [...known.view.kept.entries()];
  if (left.length === 0 && before.length === 0) return { keep: [], unkeep: [] };
  const named = namedBy(known, results, epoch);
  const needed = neededIds(named, (id) => rowsOf(known, id));
  const keep: KeptRecord[] = [];
  for (const [kind, id] of left) {
    const name = kindName(kind);
    const row = known.members.row(kind, id);
    if (name && row && needed.has(id)) keep.push({ v: 1, kind: name, id, row });
  }
  const entered = new Set(rows.filter(([kind, id]) => held(kind, id)).map(([, id]) => id));
  const unkeep = before
    .filter(([, row]) => !needed.has(row.id) || entered.has(row.id))
    .map(([kind, row]) => [kind, row.id] as const);
  return { keep, unkeep };
}

function namedBy(known: Known, results: readonly ResultRecord[], epoch?: string): string[] {
  const settled = new Set(
    results.filter((one) => one.settled).map((one) => `${one.replica}:${one.n}`),
  );
  const open = known.outbox
    .unsettled(epoch)
    .filter((one) => !settled.has(`${one.replica}:${one.n}`));
  return [...open.flatMap((entry) => entry.rows), ...known.alsoNamed];
}

function rowsOf(known: Known, id: string): AnyRow[] {
  const found: AnyRow[] = [];
  const members = known.members.ofId(id);
  for (const kind of new Set(members.map((member) => member.kind))) {
    const row = mergeMembers(members.filter((member) => member.kind === kind));
    if (row) found.push(row);
  }
  for (const [, row] of known.view.kept.entries()) if (row.id === id) found.push(row);
  return found;
}

/** Rows kept apart that nothing unsent names any more. */
export function noLongerKept(known: Known): (readonly [KindName, string])[] {
  const kept = [...known.view.kept.entries()];
  if (kept.length === 0) return [];
  const needed = neededIds(namedBy(known, []), (id: string): readonly AnyRow[] =>
    rowsOf(known, id),
  );
  return kept
    .filter(([, row]) => !needed.has(row.id))
    .map(([kind, row]) => [kind, row.id] as const);
}

function nextState(
  answer: SyncAnswer,
  state: SyncState,
  clock: { now_ms: number; skew_ms: number },
  next: Pick<SyncState, 'levels' | 'g' | 'has_stale'>,
): SyncState {
  const [epoch, floor, mode] = answer.cursor;
  const met = { ...state, skew_ms: clock.skew_ms, last_contact_ms: clock.now_ms };
  if (!isPull(answer)) return met;
  return {
    ...met,
    ...next,
    cursor: answer.cursor,
    durable: answer.durable,
    base: mode === 0 ? [epoch, floor] : state.base,
    fresh_wanted: state.fresh_wanted && !answer.fresh,
    last_synced_ms: answer.more ? state.last_synced_ms : clock.now_ms,
    first_sync_done: state.first_sync_done || !answer.more,
  };
}
