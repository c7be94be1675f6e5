/** A device's store as one page sees it: it can be killed between any two operations, or be full. */
import type {
  Authoring,
  Change,
  JournalRecord,
  Renaming,
  Store,
  Stored,
  StoredOutbox,
} from '../sync/ports';
import type {
  BlobPart,
  BlobRecord,
  Bytes,
  EntryKey,
  MemberRecord,
  UploadRecord,
} from '../sync/records';
import { type Life, never } from './life';

/** What the next operations meet. */
export interface StoreFate {
  /** So many operations from now the page dies; 0: never. */
  kill_in: number;
  /** Whether that operation was still written. */
  isWritten: boolean;
  /** The page dies as soon as it has removed a file of its journal. */
  diesRemoving: boolean;
  isFull: boolean;
  /** How much of what the journal was adding then is there. */
  torn: number;
}

export interface StoreWatch {
  authored(made: Authoring): void;
  committed(change: Change): void;
  renamed(renaming: Renaming): void;
  /** Lines that the journal has now. */
  journaled(records: readonly JournalRecord[], isAnew: boolean): void;
}

export class QuotaExceeded extends Error {
  override readonly name = 'QuotaExceededError';
}

export class FaultyStore implements Store {
  constructor(
    private readonly below: Store,
    private readonly life: Life,
    private readonly fate: StoreFate,
    private readonly watch: StoreWatch,
    private readonly onKill: () => void,
    private readonly busy: { operations: number },
  ) {}

  load(fresh: Parameters<Store['load']>[0]): Promise<Stored> {
    return this.run(false, () => this.below.load(fresh));
  }

  loadOutbox(): Promise<StoredOutbox> {
    return this.run(false, () => this.below.loadOutbox());
  }

  author(make: Parameters<Store['author']>[0]): Promise<Authoring> {
    return this.run(
      true,
      () => this.below.author(make),
      (made) => this.watch.authored(made),
    );
  }

  commit(change: Change): Promise<void> {
    return this.run(
      true,
      () => this.below.commit(change),
      () => this.watch.committed(change),
    );
  }

  rename(make: (outbox: StoredOutbox) => Renaming): Promise<void> {
    let renaming: Renaming | null = null;
    const kept = (outbox: StoredOutbox): Renaming => {
      renaming = make(outbox);
      return renaming;
    };
    return this.run(
      true,
      () => this.below.rename(kept),
      () => {
        if (renaming) this.watch.renamed(renaming);
      },
    );
  }

  dismiss(key: EntryKey): Promise<void> {
    return this.run(true, () => this.below.dismiss(key));
  }

  members(): Promise<readonly MemberRecord[]> {
    return this.run(false, () => this.below.members());
  }

  putUpload(upload: UploadRecord, blobs?: readonly BlobRecord[]): Promise<void> {
    return this.run(true, () => this.below.putUpload(upload, blobs));
  }

  dropUpload(attachment_id: string, parts: readonly BlobPart[], record: boolean): Promise<void> {
    return this.run(true, () => this.below.dropUpload(attachment_id, parts, record));
  }

  blob(attachment_id: string, part: BlobPart): Promise<Bytes | null> {
    return this.run(false, () => this.below.blob(attachment_id, part));
  }

  getDraft(key: string): Promise<unknown> {
    return this.run(false, () => this.below.getDraft(key));
  }

  setDraft(key: string, value: unknown): Promise<void> {
    return this.run(true, () => this.below.setDraft(key, value));
  }

  removeDraft(key: string): Promise<void> {
    return this.run(true, () => this.below.removeDraft(key));
  }

  async close(): Promise<void> {
    // The disk outlives its pages.
  }

  private async run<T>(
    isWrite: boolean,
    work: () => Promise<T>,
    written: (value: T) => void = () => undefined,
  ): Promise<T> {
    if (!this.life.isAlive) return never();
    const isLast = this.fate.kill_in === 1;
    if (this.fate.kill_in > 0) this.fate.kill_in -= 1;
    if (isLast && !this.fate.isWritten) return this.die();
    if (isWrite && this.fate.isFull) throw new QuotaExceeded('there is no room left');
    this.busy.operations += 1;
    try {
      const value = await work();
      written(value);
      if (isLast) return this.die();
      return this.life.isAlive ? value : never();
    } finally {
      this.busy.operations -= 1;
    }
  }

  private die<T>(): Promise<T> {
    this.onKill();
    return never();
  }
}
