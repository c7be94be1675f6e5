/** What is seen of a history while it runs, and who judges it. */
import type { Conflict, ConflictStored } from '../contract/kinds';
import type { OutboxItem, SyncStatus } from '../sync/api';
import type { Change } from '../sync/ports';
import type { EntryRecord, MemberRecord, ResultRecord } from '../sync/records';
import type { Book } from './book';
import type { Device, Page } from './device';
import type { Life } from './life';
import type { StoreWatch } from './store';

/** Told by devices of everything that the checkers judge. */
export interface Watch {
  store(device: Device, life: Life): StoreWatch;
  opened(device: Device, page: Page): void;
  wiped(device: Device): void;
}

/** An entry that some device wrote, whatever it is called by now. */
export interface Kept {
  readonly device: string;
  /** Its place among all that were written. */
  readonly at: number;
  entry: EntryRecord;
  /** The entry whose order it is about, where a phone has written both. */
  readonly parent: Kept | null;
  /** Its author was told that it is saved. */
  isConfirmed: boolean;
  /** Why nobody may expect it any more: both its stores were hit. */
  lost: string | null;
  result: ResultRecord | null;
  /** Its result is of an epoch that a restore has ended before it: it is owed once more. */
  isVoid: boolean;
  /** A store that held its bytes was hit. */
  wasHit: boolean;
  /** So were all places that held them on the phone. */
  hasNoBytes: boolean;
  /** The whole phone was taken back to before it was written. */
  isForgotten: boolean;
  /** Sent under two names: the store was taken back behind a renaming that no journal tells of. */
  mayDouble: boolean;
}

/** A line of the server's ledger. */
export interface LedgerLine {
  readonly writer: string;
  readonly key: string;
  readonly hash: string;
  readonly seq: number;
  readonly outcome: string;
  readonly reason: string;
  readonly name: string;
  readonly flags: string;
}

/** Values of fields that people change at once, and the cards on them. */
export interface Contested {
  readonly fields: readonly {
    readonly kind: string;
    readonly id: string;
    readonly field: string;
    readonly values: readonly (readonly [seq: number, writer: string, value: unknown])[];
  }[];
  readonly cards: readonly Conflict[];
  readonly stored: readonly ConflictStored[];
}

export interface AttachmentRow {
  readonly id: string;
  readonly state: string;
  readonly sha256: string;
}

/** The server, read when everything has come to rest. */
export interface Inspected {
  readonly head: number;
  readonly epoch: string;
  readonly ledger: readonly LedgerLine[];
  readonly events: readonly (readonly [seq: number, writer: string, key: string])[];
  /** Numbers that a restore has lost: replica, first, last. */
  readonly holes: readonly (readonly [replica: string, first: number, last: number])[];
  readonly scopes: Readonly<Record<string, string>>;
  /** What each person should hold: scope key, kind, id, values. */
  readonly expected: Readonly<Record<string, readonly unknown[]>>;
  readonly facts: readonly (readonly [id: string, text: string])[];
  readonly contested: Contested;
  readonly attachments: readonly AttachmentRow[];
  /** Found on the server's side: invariant and what is wrong. */
  readonly wrong: readonly (readonly [invariant: number, what: string])[];
}

export interface Rested {
  readonly device: Device;
  readonly status: SyncStatus;
  readonly outbox: readonly OutboxItem[];
  readonly members: readonly MemberRecord[];
}

/** The end of a history. */
export interface Rest {
  readonly server: Inspected;
  readonly devices: readonly Rested[];
  /** By login: what a new phone of that person holds. */
  readonly fresh: ReadonlyMap<string, readonly MemberRecord[]>;
  /** Old copies of phones, synced again: the person's login and what it holds now. */
  readonly checkpoints: readonly (readonly [login: string, members: readonly MemberRecord[]])[];
  /** How long everybody took to come to rest after the last fault; null: they did not. */
  readonly took_ms: number | null;
}

/** What was answered, as far as checkers read it. */
export interface Told {
  readonly gone: readonly number[];
  readonly head: number;
  /** The server's present one. */
  readonly epoch: string;
}

/** Judges one invariant. Each is told what it needs and reports in words. */
export interface Checker {
  committed?(device: Device, change: Change, told: Told): void;
  opened?(device: Device, page: Page): void;
  /** The store is another one than it was: wiped, or taken back. */
  setBack?(device: Device): void;
  sent?(device: Device, now_ms: number): void;
  /** Its entries go on under another name. */
  renamed?(device: Device): void;
  /** Two of its tabs wait for an answer at once. */
  overlapped?(device: Device): void;
  /** Now and then, between two events. */
  moment?(devices: readonly Device[]): void;
  atRest?(rest: Rest): void;
}

export interface CheckerKind {
  /** Its number in the list of `docs/simulation.md`. */
  readonly invariant: number;
  readonly make: (report: (what: string) => void, book: Book) => Checker;
}

/** Members as one comparable text each. */
export function asTexts(members: readonly MemberRecord[]): Set<string> {
  return new Set(
    members.map(({ scope, handle, kind, id, values }) =>
      JSON.stringify([scope, handle, kind, id, values]),
    ),
  );
}

/** What only one of two sets has, at most a few of each, in words; "" when they are equal. */
export function difference(have: ReadonlySet<string>, want: ReadonlySet<string>): string {
  const extra = [...have].filter((each) => !want.has(each));
  const lacking = [...want].filter((each) => !have.has(each));
  if (extra.length + lacking.length === 0) return '';
  const some = (all: string[]): string => all.slice(0, 2).join(' ');
  return `${extra.length} too many ${some(extra)}, ${lacking.length} too few ${some(lacking)}`;
}
