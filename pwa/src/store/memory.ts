/** A store that lives as long as the page: the board's, and the tests'. */
import type { Authoring, Change, Renaming, Store, Stored, StoredOutbox } from '../sync/ports';
import {
  type BlobPart,
  type BlobRecord,
  type Bytes,
  type EntryKey,
  type EntryRecord,
  entryKey,
  FIRST_STATE,
  type Identity,
  type KeptRecord,
  type MemberRecord,
  memberKey,
  type ResultRecord,
  type SyncState,
  type UploadRecord,
} from '../sync/records';
import { renamedUpload, rewriteText } from '../sync/rename';

export class MemoryStore implements Store {
  private identity: Identity | null = null;
  private state: SyncState = FIRST_STATE;
  private readonly rows = new Map<string, MemberRecord>();
  private readonly entries = new Map<string, EntryRecord>();
  private readonly results = new Map<string, ResultRecord>();
  private readonly kept = new Map<string, KeptRecord>();
  private readonly uploads = new Map<string, UploadRecord>();
  private readonly blobs = new Map<string, BlobRecord>();
  private readonly drafts = new Map<string, unknown>();

  async load(fresh: () => Identity): Promise<Stored> {
    this.identity ??= fresh();
    return {
      ...this.outbox(),
      state: this.state,
      members: [...this.rows.values()],
      kept: [...this.kept.values()],
      draft_keys: [...this.drafts.keys()],
    };
  }

  async loadOutbox(): Promise<StoredOutbox> {
    return this.outbox();
  }

  async author(make: (identity: Identity) => Authoring): Promise<Authoring> {
    const identity = this.who();
    const made = make(identity);
    this.identity = {
      ...identity,
      next_n: identity.next_n + 1,
      next_order: identity.next_order + 1,
    };
    this.entries.set(entryKey(made.entry), made.entry);
    if (made.upload) this.uploads.set(made.upload.attachment_id, made.upload);
    for (const blob of made.blobs ?? [])
      this.blobs.set(blobKey(blob.attachment_id, blob.part), blob);
    if (made.replaces) this.mark(made.replaces);
    return made;
  }

  async commit(change: Change): Promise<void> {
    for (const [scope, handle] of change.drop) this.rows.delete(memberKey(scope, handle));
    for (const member of change.put) this.rows.set(memberKey(member.scope, member.handle), member);
    for (const result of change.results) {
      const key = entryKey(result);
      const dismissed = result.dismissed || (this.results.get(key)?.dismissed ?? false);
      this.results.set(key, { ...result, dismissed });
    }
    for (const key of change.purge.map(entryKey)) {
      this.entries.delete(key);
      this.results.delete(key);
    }
    for (const [kind, id] of change.unkeep) this.kept.delete(`${kind}:${id}`);
    for (const record of change.keep) this.kept.set(`${record.kind}:${record.id}`, record);
    this.state = change.state;
  }

  async rename(make: (outbox: StoredOutbox) => Renaming): Promise<void> {
    const renaming = make(this.outbox());
    for (const { from } of renaming.moved) this.entries.delete(entryKey(from));
    for (const entry of renaming.put) this.entries.set(entryKey(entry), entry);
    for (const upload of [...this.uploads.values()]) {
      const next = renamedUpload(upload, renaming);
      if (next === null) continue;
      this.uploads.delete(upload.attachment_id);
      this.uploads.set(next.attachment_id, next);
    }
    for (const [key, blob] of [...this.blobs]) {
      const attachment_id = renaming.ids.get(blob.attachment_id);
      if (attachment_id === undefined) continue;
      this.blobs.delete(key);
      this.blobs.set(blobKey(attachment_id, blob.part), { ...blob, attachment_id });
    }
    for (const [key, value] of [...this.drafts]) {
      const text = rewriteText(key, renaming.ids);
      this.drafts.delete(key);
      this.drafts.set(text, value);
    }
    for (const upload of renaming.uploads) this.uploads.set(upload.attachment_id, upload);
    this.identity = renaming.identity;
  }

  async dismiss(key: EntryKey): Promise<void> {
    this.mark(key);
  }

  async members(): Promise<readonly MemberRecord[]> {
    return [...this.rows.values()];
  }

  async putUpload(upload: UploadRecord, blobs: readonly BlobRecord[] = []): Promise<void> {
    this.uploads.set(upload.attachment_id, upload);
    for (const blob of blobs) this.blobs.set(blobKey(blob.attachment_id, blob.part), blob);
  }

  async dropUpload(
    attachment_id: string,
    parts: readonly BlobPart[],
    record: boolean,
  ): Promise<void> {
    for (const part of parts) this.blobs.delete(blobKey(attachment_id, part));
    if (record) this.uploads.delete(attachment_id);
  }

  async blob(attachment_id: string, part: BlobPart): Promise<Bytes | null> {
    return this.blobs.get(blobKey(attachment_id, part))?.bytes ?? null;
  }

  async getDraft(key: string): Promise<unknown> {
    return this.drafts.get(key);
  }

  async setDraft(key: string, value: unknown): Promise<void> {
    this.drafts.set(key, structuredClone(value));
  }

  async removeDraft(key: string): Promise<void> {
    this.drafts.delete(key);
  }

  async close(): Promise<void> {
    // Whoever still holds this store may open it again: that is how tests restart a replica.
  }

  private who(): Identity {
    if (this.identity === null) throw new Error('load the store before writing to it');
    return this.identity;
  }

  private mark(key: EntryKey): void {
    const result = this.results.get(entryKey(key));
    if (result) this.results.set(entryKey(key), { ...result, dismissed: true });
  }

  private outbox(): StoredOutbox {
    return {
      identity: this.who(),
      entries: [...this.entries.values()],
      results: [...this.results.values()],
      uploads: [...this.uploads.values()],
    };
  }
}

function blobKey(attachment_id: string, part: BlobPart): string {
  return `${attachment_id}:${part}`;
}
