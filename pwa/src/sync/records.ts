/** What a store keeps. Each record says its own version `v`, so that an upgrade can tell them apart. */
import type { KindName } from '../contract/kinds';
import type { MutationName } from '../contract/mutations';
import type { Json } from './canonical';
import { LAYOUT, type Layout } from './layout';
import type { Cursor } from './wire';

/** One row as one scope shows it: `values` are the fields of `level`, in contract order, without id. */
export interface MemberRecord {
  readonly v: 1;
  readonly scope: number;
  readonly handle: number;
  readonly kind: number;
  readonly id: string;
  /** 0 everyone, 1 crew, 2 office. */
  readonly level: number;
  /** Generation: a fresh start counts up, and what the new one did not bring goes at its head. */
  readonly g: number;
  readonly values: readonly Json[];
}

/** An outbox entry as its author made it. Never changed. */
export interface EntryRecord {
  readonly v: 1;
  readonly replica: string;
  readonly n: number;
  /** Place among all entries of this store, whatever replica they were authored under. */
  readonly order: number;
  readonly base: readonly [string, number];
  readonly device_ms: number;
  readonly mono_ms: number;
  readonly zone: string;
  readonly app: string;
  readonly schema: string;
  readonly name: MutationName;
  readonly args: Json;
  readonly hash: string;
  /** Office clock minus device clock when it was authored; not part of the hash. */
  readonly skew_ms: number;
  /** Ids of the rows it names or gave birth to. */
  readonly rows: readonly string[];
}

export interface EntryKey {
  readonly replica: string;
  readonly n: number;
}

/** What became of an entry. It has left the outbox once `settled`. */
export interface ResultRecord extends EntryKey {
  readonly v: 1;
  readonly epoch: string;
  readonly seq: number;
  readonly outcome: string;
  readonly flags: readonly string[];
  readonly reason: string;
  readonly detail: Readonly<Record<string, Json>>;
  readonly settled: boolean;
  readonly dismissed: boolean;
  /** When it was answered, by the server's clock. */
  readonly answered_ms?: number;
}

/** A row that left the scope while something unsent names it. */
export interface KeptRecord {
  readonly v: 1;
  readonly kind: KindName;
  readonly id: string;
  readonly row: Readonly<Record<string, Json>>;
}

export type UploadState = 'waiting' | 'sent' | 'stored' | 'failed';

/** What an attachment says of its file. */
export interface Captured {
  readonly sha256: string;
  readonly media_type: string;
  /** By the device's clock. */
  readonly captured_ms: number;
}

export interface UploadRecord {
  readonly v: 1;
  readonly attachment_id: string;
  readonly replica: string;
  /** Number of the attaching entry, null when it was authored elsewhere. */
  readonly n: number | null;
  readonly size_bytes: number;
  readonly is_signature: boolean;
  /** Absent in records of older versions, and where the entry was authored elsewhere. */
  readonly captured?: Captured;
  readonly order: number;
  readonly state: UploadState;
  /** The server knows of it: resume by HEAD. */
  readonly created: boolean;
  readonly sent_bytes: number;
  /** The server's epoch in which these bytes were sent: what it said of them ends with it. */
  readonly sent_epoch?: string;
  readonly mismatches: number;
  readonly error: string;
  readonly receipt?: Receipt;
  /** The original was let go of: every backup holds it, and a derivative shows the picture. */
  readonly isBare?: boolean;
}

/** When the server was known to have every byte: the head that said so, and the server's clock. */
export interface Receipt {
  readonly epoch: string;
  readonly seq: number;
  readonly at_ms: number;
}

export interface Bytes {
  readonly type: string;
  readonly data: ArrayBuffer;
}

export const BLOB_PARTS = ['original', 'derivative', 'thumb'] as const;
export type BlobPart = (typeof BLOB_PARTS)[number];

export interface BlobRecord {
  readonly v: 1;
  readonly attachment_id: string;
  readonly part: BlobPart;
  readonly bytes: Bytes;
}

/** Who this store writes as. Only ever changed inside a store transaction. */
export interface Identity {
  readonly v: 1;
  /** Drawn when the store is made and never changed: a store that was wiped has another one. */
  readonly line: string;
  readonly replica: string;
  readonly next_n: number;
  readonly next_order: number;
}

/** How far it has read, and what it knows of the other side. */
export interface SyncState {
  readonly v: 1;
  readonly cursor: Cursor;
  /** Base of new entries: epoch and the last head reached. */
  readonly base: readonly [string, number];
  /** Level of each scope. */
  readonly levels: Readonly<Record<string, number>>;
  readonly g: number;
  /** Members of an older generation are still here. */
  readonly has_stale: boolean;
  /** Ask from the beginning next time: the digests differed. */
  readonly fresh_wanted: boolean;
  readonly mismatch_count: number;
  /** Every backup that the server could be restored from holds all up to this seq. */
  readonly durable: number;
  readonly skew_ms: number;
  readonly last_contact_ms: number | null;
  readonly last_synced_ms: number | null;
  readonly first_sync_done: boolean;
  /** The shape of the members in this store. */
  readonly layout: Layout;
}

export const FIRST_CURSOR: Cursor = ['', 0, 0, 0, 0, 0];

export const FIRST_STATE: SyncState = {
  v: 1,
  cursor: FIRST_CURSOR,
  base: ['', 0],
  levels: {},
  g: 1,
  has_stale: false,
  fresh_wanted: false,
  mismatch_count: 0,
  durable: 0,
  skew_ms: 0,
  last_contact_ms: null,
  last_synced_ms: null,
  first_sync_done: false,
  layout: LAYOUT,
};

export function entryKey(key: EntryKey): string {
  return `${key.replica}:${key.n}`;
}

export function memberKey(scope: number, handle: number): string {
  return `${scope}:${handle}`;
}
