/** What screens may ask of the engine. `replica.ts` implements it, `domain/open.ts` opens it. */
import type { KindName, Rows } from '../contract/kinds';
import type { MutationArgs, MutationName } from '../contract/mutations';
import type { Reason } from '../contract/reasons';

/** Confirmed rows with the pending entries replayed over them. */
export interface View {
  get<K extends KindName>(kind: K, id: string): Rows[K] | undefined;
  all<K extends KindName>(kind: K): readonly Rows[K][];
  /** Indexed on `*_id` fields; any other field is scanned. */
  by<K extends KindName>(
    kind: K,
    field: keyof Rows[K] & string,
    value: string | null,
  ): readonly Rows[K][];
  /** Gone from the scope, kept apart for reading until the entries that name it are settled. */
  isKept(kind: KindName, id: string): boolean;
  subscribe(listener: (changed: ReadonlySet<KindName>) => void): () => void;
}

/** `settling`: the server answered, the change itself is still on its way back. */
export type OutboxState = 'waiting' | 'sending' | 'settling' | 'stored' | 'rejected' | 'set_aside';

export interface OutboxItem {
  readonly n: number;
  readonly replica: string;
  readonly name: MutationName;
  readonly args: unknown;
  readonly device_ms: number;
  readonly state: OutboxState;
  readonly flags: readonly string[];
  readonly reason?: Reason;
  readonly detail?: Record<string, unknown>;
  /** Ids of the rows it names or gave birth to. */
  readonly rows: readonly string[];
  /** Its effect cannot be shown on the rows as they stand: the server will judge. */
  readonly waitsForOffice: boolean;
}

export interface UploadItem {
  readonly attachment_id: string;
  readonly size_bytes: number;
  readonly sent_bytes: number;
  readonly state: 'waiting' | 'sending' | 'stored' | 'failed';
  readonly error?: string;
}

/** A file that the server has, as it was captured here. */
export interface CapturedFile {
  readonly attachment_id: string;
  readonly sha256: string;
  readonly media_type: string;
  readonly size_bytes: number;
  readonly is_signature: boolean;
  /** When this phone learned of it, by the server's clock. */
  readonly stored_ms: number | null;
}

export interface DayReceipt {
  readonly replica: string;
  /** Number of the last entry that was written here. */
  readonly last_n: number;
  readonly stored: readonly CapturedFile[];
  /** The server works out the same one when it has the same. */
  readonly code: string;
}

/** Epoch and the last head reached: who changed a field after it was not seen by the author. */
export type Base = readonly [epoch: string, head: number];

export interface SyncStatus {
  readonly base: Base;
  /** `captive`: a network that answers with a page of its own until somebody signs in to it. */
  readonly phase: 'idle' | 'syncing' | 'offline' | 'captive' | 'signed_out' | 'update_needed';
  /** Entries that the server has not answered yet. */
  readonly waiting: number;
  /** Refused entries that nobody has read yet. */
  readonly attention: number;
  readonly last_contact_ms: number | null;
  readonly last_synced_ms: number | null;
  readonly first_sync_done: boolean;
  readonly uploads: readonly UploadItem[];
  readonly mismatch_count: number;
  /** What is unsent lies in two places of this device; one of them may fail. */
  readonly has_journal: boolean;
}

export interface Authored {
  readonly n: number;
  /** Id of the ordinal-th row born in this entry. */
  born(ordinal: number): string;
}

export interface Drafts {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface Pictures {
  readonly original: Blob;
  readonly derivative?: Blob;
  readonly thumb?: Blob;
}

export interface Capture {
  readonly bytes: Blob;
  readonly derivative?: Blob;
  readonly thumb?: Blob;
  readonly args: MutationArgs['attachment.attach'];
}

export interface Replica {
  readonly id: string;
  readonly user_id: string;
  readonly technician_id: string | null;
  /** The browser threw away a store that this user once had here, and nothing gave it back. */
  readonly wiped: boolean;
  /** Entries that the store had lost and its journal gave back when this page opened. */
  readonly recovered: number;
  readonly view: View;
  /**
   * Resolves once the entry is durable on this device. `seen`: what its author had before him, from
   * `status()` when a form was filled; without it, what is here now. Throws EntryTooLarge, NotCanonical.
   */
  mutate<N extends MutationName>(name: N, args: MutationArgs[N], seen?: Base): Promise<Authored>;
  /** Unsettled ones, refused ones until dismissed, and the last 50 stored; oldest first. */
  outbox(): readonly OutboxItem[];
  /** A refused entry was read: it leaves the tray and stays in the store as evidence. */
  dismiss(n: number): Promise<void>;
  /** Edit and resend: a new entry at the end; the refused one leaves the tray. */
  resend(n: number, args: unknown): Promise<{ n: number }>;
  /** Keep the bytes of an attachment whose entry was authored by other means. */
  attach(attachment_id: string, blob: Pictures): Promise<void>;
  /** Bytes, entry and optimistic row in one transaction. */
  capture(input: Capture): Promise<{ n: number; attachment_id: string }>;
  /** From this device, else from the server; null when neither has it now. */
  blob(attachment_id: string, size: 'thumb' | 'large'): Promise<Blob | null>;
  /** What was captured in this span of the device's clock and is stored. */
  receipt(from_ms: number, until_ms: number): DayReceipt;
  status(): SyncStatus;
  onStatus(listener: (status: SyncStatus) => void): () => void;
  syncNow(): void;
  readonly draft: Drafts;
  /** The device's clock corrected by its measured skew: what the office's clock would say. */
  signedNowMs(): number;
  close(): Promise<void>;
}
