/**
 * A store with a journal beside it, as the engine sees one store. What was authored is saved once
 * both have it: first the store, which gives the number, then the journal. So a journal is never
 * ahead of its store, unless that was wiped or taken back; then the journal brings back the rest.
 */
import { imageOf, isAhead, isComplete, isOver, linesOf, openIn, recovery } from './journal';
import type {
  Authoring,
  Change,
  Journal,
  JournalRecord,
  Log,
  Moved,
  Ports,
  Renaming,
  Store,
  Stored,
  StoredOutbox,
} from './ports';
import {
  type BlobPart,
  type BlobRecord,
  type Bytes,
  type EntryKey,
  entryKey,
  type Identity,
  type MemberRecord,
  type UploadRecord,
} from './records';

/** So many lines later it is written anew, without what is over. */
const LINES_MAX = 400;

export class JournalStore implements Store {
  /** How many entries the journal gave back to a store that had lost them; null: none was lost. */
  recovered: number | null = null;
  /** The journal holds whatever the store would be missed for. */
  isWhole = false;
  private isMet = false;
  private lines = LINES_MAX;
  private moved: readonly Moved[] = [];

  constructor(
    private readonly below: Store,
    private readonly journal: Journal,
    private readonly log: Log,
    private readonly freshReplica: () => string,
    private readonly onDoubt: () => void,
  ) {}

  async load(fresh: () => Identity): Promise<Stored> {
    if (this.isMet) return this.below.load(fresh);
    // Read first: whatever it holds, the store had before.
    const image = await this.read();
    const found = await this.below.load(fresh);
    if (image === null) return found;
    this.isMet = true;
    this.moved = image.moved;
    this.isWhole = isComplete(image, found) && !(await this.lacksBytes(found));
    if (!isAhead(image, found.identity)) {
      if (!this.isWhole) await this.compact();
      return found;
    }
    const kept = new Set(await this.journal.kept());
    let bytesOf: ReadonlyMap<string, string> = new Map();
    let put: Renaming['put'] = [];
    await this.below.rename((outbox) => {
      const found = recovery(outbox, image, kept, this.freshReplica);
      bytesOf = found.bytesOf;
      put = found.renaming.put;
      return found.renaming;
    });
    this.recovered = put.length;
    const again = await this.below.load(fresh);
    await this.bringBytes(again, bytesOf);
    await this.compact();
    return again;
  }

  async author(make: (identity: Identity) => Authoring): Promise<Authoring> {
    let line = '';
    const made = await this.below.author((identity) => {
      line = identity.line;
      return make(identity);
    });
    const { entry, upload, blobs = [], replaces } = made;
    const { replica, n, order } = entry;
    const identity: Identity = { v: 1, line, replica, next_n: n + 1, next_order: order + 1 };
    await this.write(blobs, [
      { v: 1, is: 'entry', entry },
      ...(upload ? [{ v: 1, is: 'upload', upload } as const] : []),
      ...(replaces ? [gone([replaces])] : []),
      { v: 1, is: 'mark', identity },
    ]);
    return made;
  }

  async commit(change: Change): Promise<void> {
    await this.below.commit(change);
    const over = [...change.results.filter(isOver), ...change.purge];
    if (over.length > 0) await this.write([], [gone(over)]);
    if (this.lines >= LINES_MAX) await this.compact();
  }

  /** Told to the journal before it is done, or one that is taken back could not know of it. */
  async rename(make: (outbox: StoredOutbox) => Renaming): Promise<void> {
    const planned = make(await this.below.loadOutbox());
    const before = this.moved;
    this.moved = [...before, ...planned.moved];
    await this.write([], renamed(planned));
    try {
      await this.below.rename((outbox) => {
        const renaming = make(outbox);
        this.moved = [...before, ...renaming.moved];
        return renaming;
      });
    } catch (error) {
      this.moved = before;
      await this.compact();
      throw error;
    }
    await this.compact();
  }

  async dismiss(key: EntryKey): Promise<void> {
    await this.below.dismiss(key);
    await this.write([], [gone([key])]);
  }

  async putUpload(upload: UploadRecord, blobs: readonly BlobRecord[] = []): Promise<void> {
    await this.below.putUpload(upload, blobs);
    if (blobs.length > 0) await this.write(blobs, [{ v: 1, is: 'upload', upload }]);
    else if (upload.state === 'stored') await this.forget(upload.attachment_id);
  }

  async dropUpload(attachment_id: string, parts: readonly BlobPart[], record: boolean) {
    await this.below.dropUpload(attachment_id, parts, record);
    if (record) await this.forget(attachment_id);
  }

  async blob(attachment_id: string, part: BlobPart): Promise<Bytes | null> {
    const bytes = await this.below.blob(attachment_id, part);
    if (bytes !== null || part !== 'original') return bytes;
    return this.journal.bytes(attachment_id).catch(() => null);
  }

  loadOutbox(): Promise<StoredOutbox> {
    return this.below.loadOutbox();
  }

  members(): Promise<readonly MemberRecord[]> {
    return this.below.members();
  }

  getDraft(key: string): Promise<unknown> {
    return this.below.getDraft(key);
  }

  setDraft(key: string, value: unknown): Promise<void> {
    return this.below.setDraft(key, value);
  }

  removeDraft(key: string): Promise<void> {
    return this.below.removeDraft(key);
  }

  async close(): Promise<void> {
    await this.journal.close();
    await this.below.close();
  }

  private async read() {
    try {
      return imageOf(await this.journal.read());
    } catch (error) {
      this.doubt('the journal cannot be read', error);
      return null;
    }
  }

  /** What the store has and the journal refuses is saved all the same, and the screen says so. */
  private async write(
    blobs: readonly BlobRecord[],
    records: readonly JournalRecord[],
  ): Promise<void> {
    try {
      for (const { attachment_id, part, bytes } of blobs)
        if (part === 'original') await this.journal.putBytes(attachment_id, bytes);
      await this.journal.append(records);
      this.lines += records.length;
    } catch (error) {
      this.doubt('the journal cannot be written', error);
    }
    if (!this.isWhole) await this.compact();
  }

  private async forget(attachment_id: string): Promise<void> {
    await this.write([], [{ v: 1, is: 'gone', entries: [], uploads: [attachment_id] }]);
    await this.journal.dropBytes(attachment_id).catch(() => undefined);
  }

  /** Writes the journal anew from the store, and from the journal what only it knows. */
  private async compact(): Promise<void> {
    if (!this.isMet) return;
    try {
      const { moved } = imageOf(await this.journal.read());
      const known = new Map([...moved, ...this.moved].map((each) => [entryKey(each.from), each]));
      await this.journal.compact(async () => {
        const kept = await this.journal.kept();
        const outbox = await this.below.loadOutbox();
        await this.matchBytes(outbox, new Set(kept));
        // What the store still calls by its old name was not moved after all.
        for (const entry of outbox.entries) known.delete(entryKey(entry));
        return linesOf(outbox, [...known.values()]);
      });
      this.lines = 0;
      this.isWhole = true;
      this.onDoubt();
    } catch (error) {
      this.doubt('the journal cannot be written anew', error);
    }
  }

  private async matchBytes(outbox: StoredOutbox, kept: ReadonlySet<string>): Promise<void> {
    const open = new Set(openIn(outbox).uploads.map((upload) => upload.attachment_id));
    for (const id of open) {
      if (kept.has(id)) continue;
      const bytes = await this.below.blob(id, 'original');
      if (bytes) await this.journal.putBytes(id, bytes);
    }
    for (const id of kept) if (!open.has(id)) await this.journal.dropBytes(id);
  }

  private async lacksBytes(outbox: StoredOutbox): Promise<boolean> {
    const kept = new Set(await this.journal.kept());
    return openIn(outbox).uploads.some((upload) => !kept.has(upload.attachment_id));
  }

  /** Two places again for the bytes of what was recovered. */
  private async bringBytes(
    { uploads }: StoredOutbox,
    bytesOf: ReadonlyMap<string, string>,
  ): Promise<void> {
    for (const upload of openIn({ ...NOTHING, uploads }).uploads) {
      const { attachment_id: id } = upload;
      if ((await this.below.blob(id, 'original')) !== null) continue;
      const bytes = await this.journal.bytes(bytesOf.get(id) ?? id);
      const blob = bytes && ({ v: 1, attachment_id: id, part: 'original', bytes } as const);
      if (blob) await this.below.putUpload(upload, [blob]);
    }
  }

  private doubt(what: string, error: unknown): void {
    this.log.warn(what, error);
    this.isWhole = false;
    this.onDoubt();
  }
}

/** The same ports with both stores as one, where there is a journal. */
export function withJournal(
  ports: Ports,
  onDoubt: () => void,
): { readonly ports: Ports; readonly journal: JournalStore | null } {
  const { store, journal: lines, log, ids, clock } = ports;
  if (!lines) return { ports, journal: null };
  const fresh = (): string => ids.uuid(clock.nowMs());
  const journal = new JournalStore(store, lines, log, fresh, onDoubt);
  return { ports: { ...ports, store: journal }, journal };
}

const NOTHING = { entries: [], results: [] } as const;

function gone(entries: readonly EntryKey[]): JournalRecord {
  const keys = entries.map(({ replica, n }) => ({ replica, n }));
  return { v: 1, is: 'gone', entries: keys, uploads: [] };
}

function renamed({ identity, moved, put }: Renaming): JournalRecord[] {
  return [
    { v: 1, is: 'moved', moved },
    ...put.map((entry): JournalRecord => ({ v: 1, is: 'entry', entry })),
    // Last: only with it does the journal count as ahead, and it may be torn anywhere.
    { v: 1, is: 'mark', identity },
  ];
}
