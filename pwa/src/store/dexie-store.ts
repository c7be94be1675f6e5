/** The phone's store. Each method is one IndexedDB transaction. */
import type { Authoring, Change, Renaming, Store, Stored, StoredOutbox } from '../sync/ports';
import {
  type BlobPart,
  type BlobRecord,
  type Bytes,
  type EntryKey,
  FIRST_STATE,
  type Identity,
  type MemberRecord,
  type ResultRecord,
  type SyncState,
  type UploadRecord,
} from '../sync/records';
import { renamedUpload, rewriteText } from '../sync/rename';
import { Database } from './database';

export class DexieStore implements Store {
  private readonly db: Database;

  constructor(name: string) {
    this.db = new Database(name);
  }

  /** Nobody has ever written here. */
  async isNew(): Promise<boolean> {
    return (await this.identity()) === null;
  }

  load(fresh: () => Identity): Promise<Stored> {
    const { db } = this;
    return db.transaction('rw', db.tables, async () => {
      if ((await this.identity()) === null) await this.putIdentity(fresh());
      const [outbox, state, members, kept, draft_keys] = await Promise.all([
        this.outbox(),
        this.state(),
        db.members.toArray(),
        db.kept.toArray(),
        db.drafts.toCollection().primaryKeys(),
      ]);
      return { ...outbox, state, members, kept, draft_keys };
    });
  }

  loadOutbox(): Promise<StoredOutbox> {
    const { db } = this;
    return db.transaction('r', [db.meta, db.outbox, db.results, db.uploads], () => this.outbox());
  }

  author(make: (identity: Identity) => Authoring): Promise<Authoring> {
    const { db } = this;
    const tables = [db.meta, db.outbox, db.results, db.uploads, db.blobs];
    return db.transaction('rw', tables, async () => {
      const identity = await this.who();
      const made = make(identity);
      const { next_n, next_order } = identity;
      await this.putIdentity({ ...identity, next_n: next_n + 1, next_order: next_order + 1 });
      await db.outbox.add(made.entry);
      if (made.upload) await db.uploads.put(made.upload);
      if (made.blobs) await db.blobs.bulkPut([...made.blobs]);
      if (made.replaces) await this.mark(made.replaces);
      return made;
    });
  }

  commit(change: Change): Promise<void> {
    const { db } = this;
    return db.transaction('rw', [db.meta, db.members, db.outbox, db.results, db.kept], async () => {
      await db.members.bulkDelete(change.drop.map(([scope, handle]) => [scope, handle]));
      await db.members.bulkPut([...change.put]);
      await this.putResults(change.results);
      const purged = change.purge.map((key): [string, number] => [key.replica, key.n]);
      await db.outbox.bulkDelete(purged);
      await db.results.bulkDelete(purged);
      await db.kept.bulkDelete(change.unkeep.map(([kind, id]) => [kind, id]));
      await db.kept.bulkPut([...change.keep]);
      await db.meta.put({ v: 1, key: 'state', value: change.state });
    });
  }

  rename(make: (outbox: StoredOutbox) => Renaming): Promise<void> {
    const { db } = this;
    return db.transaction('rw', db.tables, async () => {
      const before = await this.outbox();
      const renaming = make(before);
      await db.outbox.bulkDelete(renaming.moved.map(({ from }) => [from.replica, from.n]));
      await db.outbox.bulkPut([...renaming.put]);
      for (const upload of before.uploads) {
        const next = renamedUpload(upload, renaming);
        if (next === null) continue;
        await db.uploads.delete(upload.attachment_id);
        await db.uploads.put(next);
        await this.moveBlobs(upload.attachment_id, next.attachment_id);
      }
      for (const draft of await db.drafts.toArray()) {
        const key = rewriteText(draft.key, renaming.ids);
        if (key === draft.key) continue;
        await db.drafts.delete(draft.key);
        await db.drafts.put({ ...draft, key });
      }
      await db.uploads.bulkPut([...renaming.uploads]);
      await this.putIdentity(renaming.identity);
    });
  }

  dismiss(key: EntryKey): Promise<void> {
    return this.db.transaction('rw', this.db.results, () => this.mark(key));
  }

  members(): Promise<readonly MemberRecord[]> {
    return this.db.members.toArray();
  }

  putUpload(upload: UploadRecord, blobs: readonly BlobRecord[] = []): Promise<void> {
    const { db } = this;
    return db.transaction('rw', [db.uploads, db.blobs], async () => {
      await db.uploads.put(upload);
      await db.blobs.bulkPut([...blobs]);
    });
  }

  dropUpload(attachment_id: string, parts: readonly BlobPart[], record: boolean): Promise<void> {
    const { db } = this;
    return db.transaction('rw', [db.uploads, db.blobs], async () => {
      await db.blobs.bulkDelete(parts.map((part) => [attachment_id, part]));
      if (record) await db.uploads.delete(attachment_id);
    });
  }

  async blob(attachment_id: string, part: BlobPart): Promise<Bytes | null> {
    return (await this.db.blobs.get([attachment_id, part]))?.bytes ?? null;
  }

  async getDraft(key: string): Promise<unknown> {
    return (await this.db.drafts.get(key))?.value;
  }

  async setDraft(key: string, value: unknown): Promise<void> {
    await this.db.drafts.put({ v: 1, key, value });
  }

  removeDraft(key: string): Promise<void> {
    return this.db.drafts.delete(key);
  }

  async close(): Promise<void> {
    this.db.close();
  }

  private async outbox(): Promise<StoredOutbox> {
    const { db } = this;
    const [identity, entries, results, uploads] = await Promise.all([
      this.who(),
      db.outbox.toArray(),
      db.results.toArray(),
      db.uploads.toArray(),
    ]);
    return { identity, entries, results, uploads };
  }

  /** A refusal that was read stays read, whatever the server says of it later. */
  private async putResults(results: readonly ResultRecord[]): Promise<void> {
    const keys = results.map((result): [string, number] => [result.replica, result.n]);
    const before = await this.db.results.bulkGet(keys);
    const merged = results.map((result, at) => ({
      ...result,
      dismissed: result.dismissed || (before[at]?.dismissed ?? false),
    }));
    await this.db.results.bulkPut(merged);
  }

  private async moveBlobs(from: string, to: string): Promise<void> {
    const { blobs } = this.db;
    const found = await blobs
      .where('[attachment_id+part]')
      .between([from, ''], [from, '\uffff'])
      .toArray();
    await blobs.bulkDelete(found.map((blob) => [from, blob.part]));
    await blobs.bulkPut(found.map((blob) => ({ ...blob, attachment_id: to })));
  }

  private async mark({ replica, n }: EntryKey): Promise<void> {
    const result = await this.db.results.get([replica, n]);
    if (result) await this.db.results.put({ ...result, dismissed: true });
  }

  private async identity(): Promise<Identity | null> {
    const record = await this.db.meta.get('identity');
    return record?.key === 'identity' ? record.value : null;
  }

  private async who(): Promise<Identity> {
    const identity = await this.identity();
    if (identity === null) throw new Error('load the store before writing to it');
    return identity;
  }

  private async putIdentity(value: Identity): Promise<void> {
    await this.db.meta.put({ v: 1, key: 'identity', value });
  }

  private async state(): Promise<SyncState> {
    const record = await this.db.meta.get('state');
    return record?.key === 'state' ? record.value : FIRST_STATE;
  }
}
