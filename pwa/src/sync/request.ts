/** What the next `POST /sync` says: how far we are, and the oldest unsent entries in columns. */
import { ENTRIES_PER_REQUEST_MAX, REQUEST_BYTES_MAX } from '../contract/limits';
import { PROTOCOL_VERSION, SCHEMA_HASH } from '../contract/version';
import { type EntryRecord, FIRST_CURSOR, type SyncState } from './records';

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
}

export function planRequest(wish: Wish): Plan {
  const [oldest] = wish.unsent;
  const hollow = oldest !== undefined && oldest.n === wish.hollow_n ? oldest : null;
  const sent = hollow ? [] : oldestThatFit(wish.unsent, wish.entries_max);
  const body = JSON.stringify([
    PROTOCOL_VERSION,
    SCHEMA_HASH,
    wish.replica,
    wish.nonce,
    wish.state.fresh_wanted ? FIRST_CURSOR : wish.state.cursor,
    wish.settled,
    wish.waiting,
    wish.device_ms,
    sent.length > 0 ? columns(sent) : null,
    hollow ? [[hollow.n, hollow.hash, hollow.name]] : [],
  ]);
  return { body, nonce: wish.nonce, sent, hollow };
}

function oldestThatFit(unsent: readonly EntryRecord[], entries_max: number): EntryRecord[] {
  const most = Math.max(1, Math.min(entries_max, ENTRIES_PER_REQUEST_MAX));
  const taken: EntryRecord[] = [];
  let bytes = HEAD_BYTES;
  for (const entry of unsent.slice(0, most)) {
    // The columns say less than the whole entry does, so this never counts too little.
    bytes += ENCODER.encode(JSON.stringify(entry)).length;
    if (taken.length > 0 && bytes > REQUEST_BYTES_MAX) break;
    taken.push(entry);
  }
  return taken;
}

/** One value for all of them when they are all the same. */
function column<T>(values: readonly T[]): readonly T[] {
  const first = JSON.stringify(values[0]);
  return values.every((value) => JSON.stringify(value) === first) ? values.slice(0, 1) : values;
}

function differences(values: readonly number[]): number[] {
  return values.map((value, at) => value - (at > 0 ? (values[at - 1] ?? 0) : 0));
}

/** Positions as `sync/protocol.py` has them. */
export function columns(entries: readonly EntryRecord[]): readonly unknown[] {
  return [
    entries[0]?.n ?? 1,
    column(entries.map((entry) => entry.name)),
    column(entries.map((entry) => entry.base)),
    differences(entries.map((entry) => entry.device_ms)),
    differences(entries.map((entry) => entry.mono_ms)),
    column(entries.map((entry) => entry.zone)),
    column(entries.map((entry) => entry.app)),
    column(entries.map((entry) => entry.schema)),
    entries.map((entry) => entry.args),
  ];
}
