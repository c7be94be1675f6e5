/** What the next `POST /sync` says: how far we are, and the oldest unsent entries in columns. */
import { ENTRIES_PER_REQUEST_MAX, REQUEST_BYTES_MAX } from '../contract/limits';
import { PROTOCOL_VERSION, SCHEMA_HASH } from '../contract/version';
import { foldedEntries, type PlaceOf, speltEntries } from './fold';
import { type EntryRecord, FIRST_CURSOR, type SyncState } from './records';
import type { Cursor } from './wire';

/** Room for everything beside the entries. */
const HEAD_BYTES = 2_048;
const ENCODER = new TextEncoder();

export interface Plan {
  readonly body: string;
  readonly nonce: string;
  readonly sent: readonly EntryRecord[];
  /** The entry that goes without its body, because no request can carry it. */
  readonly hollow: EntryRecord | null;
}

export interface Wish {
  readonly replica: string;
  readonly nonce: string;
  readonly state: SyncState;
  readonly settled: number;
  readonly waiting: number;
  readonly device_ms: number;
  /** Unsent entries of this replica, oldest first. */
  readonly unsent: readonly EntryRecord[];
  readonly entries_max: number;
  readonly hollow_n: number | null;
  /** Where a row lies, so that it goes by its handle; null: every entry is spelt out. */
  readonly placeOf: PlaceOf | null;
  /** Sums of the parts of our rows, once the digests have differed. */
  readonly sums: string;
}

export function planRequest(wish: Wish): Plan {
  const [oldest] = wish.unsent;
  const hollow = oldest !== undefined && oldest.n === wish.hollow_n ? oldest : null;
  const sent = hollow ? [] : oldestThatFit(wish.unsent, wish.entries_max);
  const entries = sent.length > 0 ? [entriesOf(sent, wish.placeOf)] : [];
  const body = JSON.stringify([
    PROTOCOL_VERSION,
    SCHEMA_HASH,
    wish.replica,
    wish.nonce,
    shortCursor(wish.state.fresh_wanted ? FIRST_CURSOR : wish.state.cursor),
    wish.settled,
    wish.waiting,
    wish.device_ms,
    ...trailing(entries, hollow, wish.sums),
  ]);
  return { body, nonce: wish.nonce, sent, hollow };
}

function oldestThatFit(unsent: readonly EntryRecord[], entries_max: number): EntryRecord[] {
  const most = Math.max(1, Math.min(entries_max, ENTRIES_PER_REQUEST_MAX));
  const taken: EntryRecord[] = [];
  let bytes = HEAD_BYTES;
  for (const entry of unsent.slice(0, most)) {
    // Only the first says its number. What is offered again after a restore may have gaps, where
    // entries that every backup holds have left: those behind a gap go with the next request.
    if (taken.length > 0 && entry.n !== (taken.at(-1)?.n ?? 0) + 1) break;
    // The columns say less than the whole entry does, so this never counts too little.
    bytes += ENCODER.encode(JSON.stringify(entry)).length;
    if (taken.length > 0 && bytes > REQUEST_BYTES_MAX) break;
    taken.push(entry);
  }
  return taken;
}

/** What comes last may be left out. */
function trailing(
  entries: readonly unknown[],
  hollow: EntryRecord | null,
  sums: string,
): readonly unknown[] {
  const named = hollow ? [[hollow.n, hollow.hash, hollow.name]] : [];
  if (sums !== '') return [entries[0] ?? null, named, sums];
  return hollow ? [null, named] : entries;
}

/** Zeros at the end need not be said. */
function shortCursor(cursor: Cursor): readonly unknown[] {
  const isSteady = cursor.slice(2).every((part) => part === 0);
  return isSteady ? cursor.slice(0, 2) : cursor;
}

function entriesOf(sent: readonly EntryRecord[], placeOf: PlaceOf | null): readonly unknown[] {
  return placeOf ? foldedEntries(sent, placeOf) : speltEntries(sent);
}
