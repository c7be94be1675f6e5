/**
 * A new identity for the entries that were not answered yet.
 *
 * Needed when the server knows this replica otherwise than we do: another copy of it used our
 * numbers, it lacks numbers that we no longer have, or it belongs to someone else. Rows born in
 * these entries get other ids, so every reference to them is rewritten.
 */
import type { Json } from './canonical';
import { bornIds, sealEntry } from './entry';
import type { Moved, Renaming, StoredOutbox } from './ports';
import { type EntryRecord, entryKey, type ResultRecord, type UploadRecord } from './records';

/** `moves`: whether an entry, with its result if it has one, goes on under the new name. */
export function renameUnsent(
  outbox: StoredOutbox,
  replica: string,
  moves: (entry: EntryRecord, result?: ResultRecord) => boolean = (_, result) => !result,
): Renaming {
  const results = new Map(outbox.results.map((result) => [entryKey(result), result]));
  const unsent = outbox.entries
    .filter((entry) => moves(entry, results.get(entryKey(entry))))
    .sort((a, b) => a.order - b.order);
  const moved = unsent.map(({ replica: old, n }, at) => ({
    from: { replica: old, n },
    to: { replica, n: at + 1 },
  }));
  const ids = idsOf(moved);
  const put = unsent.map((entry, at) => {
    const { hash: _hash, rows: _rows, ...rest } = entry;
    return sealEntry({ ...rest, replica, n: at + 1, args: rewrite(entry.args, ids) });
  });
  // The order counts on, so that a journal can tell which of two stores is the later one.
  const next_order = outbox.identity.next_order + 1;
  const identity = { ...outbox.identity, replica, next_n: unsent.length + 1, next_order };
  return { identity, moved, put, uploads: [], ids };
}

/** Old id → new id of every row that these entries can have given birth to. */
export function idsOf(moved: readonly Moved[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { from, to } of moved) {
    const next = bornIds(to.replica, to.n);
    bornIds(from.replica, from.n).forEach((old, ordinal) => {
      ids.set(old, next[ordinal] ?? old);
    });
  }
  return ids;
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
  const moved = renaming.moved.find(
    ({ from }) => from.replica === upload.replica && from.n === upload.n,
  );
  const place = moved ? { replica: moved.to.replica, n: moved.to.n } : {};
  return { ...upload, ...place, attachment_id, created: false, sent_bytes: 0 };
}
