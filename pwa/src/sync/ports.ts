/** What the engine needs from the world. Shipped adapters: `../store`, `transport-node.ts`. */
import type { KindName } from '../contract/kinds';
import type {
  BlobPart,
  BlobRecord,
  Bytes,
  EntryKey,
  EntryRecord,
  Identity,
  KeptRecord,
  MemberRecord,
  ResultRecord,
  SyncState,
  UploadRecord,
} from './records';
import type { Phase } from './scheduler';

export interface Clock {
  /** Wall clock of the device, UTC. */
  nowMs(): number;
  /** Never goes back while the process lives. */
  monoMs(): number;
  /** IANA name of the device's zone. */
  zone(): string;
  /** Run once after a delay; the answer cancels it. */
  after(delay_ms: number, run: () => void): () => void;
}

export interface Ids {
  /** A new UUIDv7. */
  uuid(now_ms: number): string;
  /** 8 base64url characters. */
  nonce(): string;
  /** From 0 to below 1, for jitter. */
  fraction(): number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Compress the body when it is long enough to gain. */
  readonly gzip?: boolean;
  readonly timeout_ms: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Null when it is absent. Names in lower case. */
  header(name: string): string | null;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Adds who we are (bearer token or cookie). Rejects when no answer came; follows no redirect. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Listen for pokes until it ends; the answer of the call ends it from this side. */
  live(onPoke: () => void, onEnd: () => void): () => void;
}

/** One tab of several does the syncing. */
export interface Locks {
  /** Calls back once this tab leads; the answer of the call gives up the lead or the waiting. */
  lead(onLead: () => void): () => void;
}

/** `outbox`: something was authored or read. `rows`: confirmed rows moved. `poke`: sync now. */
export type TabMessage =
  | { readonly kind: 'outbox' | 'rows' | 'poke' }
  | { readonly kind: 'phase'; readonly phase: Phase };

export interface Channel {
  post(message: TabMessage): void;
  hear(listener: (message: TabMessage) => void): () => void;
}

export interface Log {
  warn(what: string, detail?: unknown): void;
}

export interface StoredOutbox {
  readonly identity: Identity;
  readonly entries: readonly EntryRecord[];
  readonly results: readonly ResultRecord[];
  readonly uploads: readonly UploadRecord[];
}

export interface Stored extends StoredOutbox {
  readonly state: SyncState;
  readonly members: readonly MemberRecord[];
  readonly kept: readonly KeptRecord[];
  readonly draft_keys: readonly string[];
}

/** What one authoring writes, all or nothing. */
export interface Authoring {
  readonly entry: EntryRecord;
  readonly upload?: UploadRecord;
  readonly blobs?: readonly BlobRecord[];
  /** The refused entry that it replaces. */
  readonly replaces?: EntryKey;
}

/** What one page writes, all or nothing. */
export interface Change {
  readonly put: readonly MemberRecord[];
  readonly drop: readonly (readonly [scope: number, handle: number])[];
  /** Replace older ones of the same key; `dismissed` in the store wins. */
  readonly results: readonly ResultRecord[];
  /** Entries with their results that nobody needs any more. */
  readonly purge: readonly EntryKey[];
  readonly keep: readonly KeptRecord[];
  readonly unkeep: readonly (readonly [KindName, string])[];
  readonly state: SyncState;
}

/** An entry that is called otherwise from now on. */
export interface Moved {
  readonly from: EntryKey;
  readonly to: EntryKey;
}

/** A new identity for what was not answered yet, or what a journal still knows of a store. */
export interface Renaming {
  readonly identity: Identity;
  readonly moved: readonly Moved[];
  /** Entries under their present names. */
  readonly put: readonly EntryRecord[];
  /** Uploads that the store does not have. */
  readonly uploads: readonly UploadRecord[];
  /** Old id → new id of the rows born in them; drafts, uploads and blobs follow. */
  readonly ids: ReadonlyMap<string, string>;
}

/** One line of the journal. Their order does not matter: see `journal.ts`. */
export type JournalRecord =
  | { readonly v: 1; readonly is: 'mark'; readonly identity: Identity }
  | { readonly v: 1; readonly is: 'entry'; readonly entry: EntryRecord }
  | { readonly v: 1; readonly is: 'upload'; readonly upload: UploadRecord }
  | { readonly v: 1; readonly is: 'moved'; readonly moved: readonly Moved[] }
  | {
      readonly v: 1;
      readonly is: 'gone';
      readonly entries: readonly EntryKey[];
      readonly uploads: readonly string[];
    };

/**
 * The second place that holds unsent work: browsers lose whole databases. Each tab writes a file of
 * its own; the bytes of an attachment are a file each.
 */
export interface Journal {
  /** What all tabs wrote, as far as it is whole. */
  read(): Promise<readonly JournalRecord[]>;
  /** Durable when it resolves. What it rejects may be there or not. */
  append(records: readonly JournalRecord[]): Promise<void>;
  /**
   * Puts these records in place of what this tab and tabs that are gone have written. They are
   * asked for once it is known which tabs that are.
   */
  compact(make: () => Promise<readonly JournalRecord[]>): Promise<void>;
  putBytes(attachment_id: string, bytes: Bytes): Promise<void>;
  /** Null when they are not there, or not whole. */
  bytes(attachment_id: string): Promise<Bytes | null>;
  /** Attachments whose bytes are there. */
  kept(): Promise<readonly string[]>;
  dropBytes(attachment_id: string): Promise<void>;
  close(): Promise<void>;
}

/** All ports of one engine. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  /** Without one the store is the only copy. The board has none. */
  readonly journal?: Journal;
  readonly transport: Transport;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly log: Log;
  /** Calls back when there may be signal again or somebody looks; the answer of the call ends it. */
  readonly wake?: (run: () => void) => () => void;
}

/** Each method is one transaction; one that rejects has written nothing. */
export interface Store {
  /** Everything the engine holds in memory. A store that is new gets its identity here. */
  load(fresh: () => Identity): Promise<Stored>;
  loadOutbox(): Promise<StoredOutbox>;
  /** Takes the next number and writes what `make` makes of it, durably before it resolves. */
  author(make: (identity: Identity) => Authoring): Promise<Authoring>;
  commit(change: Change): Promise<void>;
  /** Moves what was not answered to another identity, in one transaction. */
  rename(make: (outbox: StoredOutbox) => Renaming): Promise<void>;
  dismiss(key: EntryKey): Promise<void>;
  /** Members as they lie in the store, for the digest. */
  members(): Promise<readonly MemberRecord[]>;
  putUpload(upload: UploadRecord, blobs?: readonly BlobRecord[]): Promise<void>;
  dropUpload(attachment_id: string, parts: readonly BlobPart[], record: boolean): Promise<void>;
  blob(attachment_id: string, part: BlobPart): Promise<Bytes | null>;
  getDraft(key: string): Promise<unknown>;
  setDraft(key: string, value: unknown): Promise<void>;
  removeDraft(key: string): Promise<void>;
  close(): Promise<void>;
}
