/** The journal's files as one page sees them: it can be killed in the middle of a write. */
import { type JournalFiles, LOG } from '../store/file-journal';
import type { Journal, JournalRecord } from '../sync/ports';
import type { Bytes } from '../sync/records';
import { type Life, never } from './life';
import { QuotaExceeded, type StoreFate, type StoreWatch } from './store';

/** What survives of the journal when the pages are gone. */
export class JournalDisk {
  files = new Map<string, Uint8Array>();
  readonly holders = new Map<string, Life>();

  wipe(): void {
    this.files = new Map();
  }

  /** Files are never changed in place. */
  snapshot(): () => void {
    const old = new Map(this.files);
    return () => {
      this.files = new Map(old);
    };
  }
}

export class FaultyFiles implements JournalFiles {
  /** Writes that have reached the disk. */
  written = 0;

  constructor(
    private readonly disk: JournalDisk,
    private readonly life: Life,
    private readonly fate: StoreFate,
    private readonly onKill: () => void,
    private readonly busy: { operations: number },
  ) {}

  list(): Promise<readonly string[]> {
    return this.run(() => [...this.disk.files.keys()]);
  }

  isHeld(name: string): Promise<boolean> {
    return this.run(() => this.disk.holders.get(name)?.isAlive ?? false);
  }

  read(name: string): Promise<Uint8Array | null> {
    return this.run(() => this.disk.files.get(name) ?? null);
  }

  append(name: string, bytes: Uint8Array): Promise<void> {
    this.disk.holders.set(name, this.life);
    const before = this.disk.files.get(name) ?? new Uint8Array();
    return this.put(name, bytes, (part) => Uint8Array.from([...before, ...part]));
  }

  write(name: string, bytes: Uint8Array): Promise<void> {
    return this.put(name, bytes, (part) => part);
  }

  remove(name: string): Promise<void> {
    const isFatal = this.fate.diesRemoving && name.endsWith(LOG);
    return this.run(() => void this.disk.files.delete(name), undefined, isFatal);
  }

  async close(): Promise<void> {
    // The disk outlives its pages.
  }

  /** What is torn by a kill, or by a disk that is full, is there in part. */
  private put(
    name: string,
    bytes: Uint8Array,
    whole: (part: Uint8Array) => Uint8Array,
  ): Promise<void> {
    const put = (part: Uint8Array): void => void this.disk.files.set(name, whole(part));
    const some = (): void => put(bytes.subarray(0, Math.floor(bytes.length * this.fate.torn)));
    return this.run(() => {
      if (this.fate.isFull) {
        some();
        throw new QuotaExceeded('there is no room left');
      }
      put(bytes);
      this.written += 1;
    }, some);
  }

  /** It takes its time: whoever does not wait for it goes on before it is done. */
  private async run<T>(
    work: () => T,
    torn: () => void = () => undefined,
    isFatal = false,
  ): Promise<T> {
    this.busy.operations += 1;
    await new Promise((resolve) => setImmediate(resolve));
    this.busy.operations -= 1;
    if (!this.life.isAlive) return never();
    const isLast = this.fate.kill_in === 1;
    if (this.fate.kill_in > 0) this.fate.kill_in -= 1;
    if (isLast && !this.fate.isWritten) torn();
    const value = isLast && !this.fate.isWritten ? null : work();
    if (!isLast && !isFatal) return value as T;
    this.onKill();
    return never();
  }
}

/** Tells which entries have reached the journal. */
export class WatchedJournal implements Journal {
  constructor(
    private readonly below: Journal,
    private readonly files: FaultyFiles,
    private readonly watch: StoreWatch,
  ) {}

  async append(records: readonly JournalRecord[]): Promise<void> {
    const { written } = this.files;
    await this.below.append(records);
    if (this.files.written > written) this.watch.journaled(records, false);
  }

  async compact(make: () => Promise<readonly JournalRecord[]>): Promise<void> {
    let records: readonly JournalRecord[] = [];
    await this.below.compact(async () => {
      records = await make();
      return records;
    });
    this.watch.journaled(records, true);
  }

  read(): Promise<readonly JournalRecord[]> {
    return this.below.read();
  }

  putBytes(attachment_id: string, bytes: Bytes): Promise<void> {
    return this.below.putBytes(attachment_id, bytes);
  }

  bytes(attachment_id: string): Promise<Bytes | null> {
    return this.below.bytes(attachment_id);
  }

  kept(): Promise<readonly string[]> {
    return this.below.kept();
  }

  dropBytes(attachment_id: string): Promise<void> {
    return this.below.dropBytes(attachment_id);
  }

  close(): Promise<void> {
    return this.below.close();
  }
}
