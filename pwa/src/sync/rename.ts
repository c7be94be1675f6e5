/**
 * A new identity for the entries that were not answered yet.
 *
 * Needed when the server knows this replica otherwise than we do: another copy of it used our
 * numbers, it lacks numbers that we no longer have, or it belongs to someone else. Rows born in
 * these entries get other ids, so every reference to them is rewritten.
 */
import type { Json } from './canonical';
import { bornIds, sealEntry } from './entry';
import type { Renaming, StoredOutbox } from './ports';
import { type EntryKey, entryKey, type UploadRecord } from './records';

export function renameUnsent(outbox: StoredOutbox, replica: string): Renaming {
  const answered = new Set(outbox.results.map(entryKey));
  const unsent = outbox.entries
    .filter((entry) => !answered.has(entryKey(entry)))
    .sort((a, b) => a.order - b.order);
  const ids = new Map<string, string>();
  unsent.forEach((entry, at) => {
    const next = bornIds(replica, at + 1);
    bornIds(entry.replica, entry.n).forEach((old, ordinal) => {
      ids.set(old, next[ordinal] ?? old);
    });
  });
  const put = unsent.map((entry, at) => {
    const { hash: _hash, rows: _rows, ...rest } = entry;
    return sealEntry({ ...rest, replica, n: at + 1, args: rewrite(entry.args, ids) });
  });
  return {
    identity: { v: 1, replica, next_n: unsent.length + 1, next_order: outbox.identity.next_order },
    drop: unsent.map(({ replica: old, n }) => ({ replica: old, n })),
    put,
    ids,
  };
}

/** The same value with every old id, also inside longer texts, replaced. */
export function rewrite(value: Json, ids: ReadonlyMap<string, string>): Json {
  return JSON.parse(rewriteText(JSON.stringify(value), ids)) as Json;
}

export function rewriteText(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    (id) => ids.get(id) ?? id,
  );
}

/** An upload as it is called after a renaming, or null when it keeps its names. */
export function renamedUpload(upload: UploadRecord, renaming: Renaming): UploadRecord | null {
  const attachment_id = renaming.ids.get(upload.attachment_id);
  if (attachment_id === undefined) return null;
  const at = renaming.drop.findIndex(
    (key: EntryKey) => key.replica === upload.replica && key.n === upload.n,
  );
  const entry = renaming.put[at];
  const place = entry ? { replica: entry.replica, n: entry.n } : {};
  return { ...upload, ...place, attachment_id, created: false, sent_bytes: 0 };
}
