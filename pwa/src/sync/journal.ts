/**
 * What the journal's lines add up to, and how a store is brought up to it.
 *
 * The lines of several tabs have no common order. None is needed: what is gone or moved stays so,
 * and of two marks the later one holds. An entry put back although it was settled long ago is
 * answered by the server as it was then, under its replica and number, so that does no harm.
 */
import type { JournalRecord, Moved, Renaming, StoredOutbox } from './ports';
import {
  type EntryKey,
  type EntryRecord,
  entryKey,
  type Identity,
  type UploadRecord,
} from './records';
import { idsOf, renamedUpload, renameUnsent } from './rename';

/** Renamings are rare, and one that old has no store left that could not know of it. */
const MOVED_MAX = 2_000;

export interface Image {
  /** Of the last write; null when nothing was ever written. */
  readonly identity: Identity | null;
  readonly entries: readonly EntryRecord[];
  readonly uploads: readonly UploadRecord[];
  readonly moved: readonly Moved[];
}

export function imageOf(records: readonly JournalRecord[]): Image {
  let identity: Identity | null = null;
  const entries = new Map<string, EntryRecord>();
  const uploads = new Map<string, UploadRecord>();
  const moved = new Map<string, Moved>();
  const gone = new Set<string>();
  const note = (each: Moved): unknown => moved.set(entryKey(each.from), each);
  for (const record of records) {
    if (record.is === 'mark' && record.identity.next_order > (identity?.next_order ?? 0))
      identity = record.identity;
    else if (record.is === 'entry') entries.set(entryKey(record.entry), record.entry);
    else if (record.is === 'upload') uploads.set(record.upload.attachment_id, record.upload);
    else if (record.is === 'moved') record.moved.filter(isMove).forEach(note);
    else if (record.is === 'gone')
      for (const name of [...record.entries.map(entryKey), ...record.uploads]) gone.add(name);
  }
  const isOver = (key: EntryKey): boolean => gone.has(entryKey(key)) || moved.has(entryKey(key));
  const isLost = (upload: UploadRecord): boolean =>
    gone.has(upload.attachment_id) ||
    (upload.n !== null && moved.has(entryKey({ replica: upload.replica, n: upload.n })));
  const open = [...uploads.values()].filter((upload) => !isLost(upload));
  const wanted = grantsOf(open);
  return {
    identity,
    entries: [...entries.values()].filter((each) => !isOver(each) || wanted.has(entryKey(each))),
    uploads: open,
    moved: [...moved.values()].slice(-MOVED_MAX),
  };
}

function isMove({ from, to }: Moved): boolean {
  return entryKey(from) !== entryKey(to);
}

/** The store is another one than the journal was written beside, or an older copy of it. */
export function isAhead({ identity }: Image, store: Identity): boolean {
  if (identity === null) return false;
  return identity.line !== store.line || identity.next_order > store.next_order;
}

/** The journal knows of no less than the store does. */
export function isComplete(image: Image, outbox: StoredOutbox): boolean {
  const { identity } = image;
  if (identity?.line !== outbox.identity.line) return false;
  if (identity.next_order < outbox.identity.next_order) return false;
  const known = new Set([
    ...image.entries.map(entryKey),
    ...image.uploads.map((upload) => upload.attachment_id),
  ]);
  const { entries, uploads } = openIn(outbox);
  return (
    entries.every((entry) => known.has(entryKey(entry))) &&
    uploads.every((upload) => known.has(upload.attachment_id))
  );
}

/** What a journal must hold of a store: whatever would be missed. */
export function openIn(outbox: Omit<StoredOutbox, 'identity'>): {
  entries: EntryRecord[];
  uploads: UploadRecord[];
} {
  const over = new Set(outbox.results.filter(isOver).map(entryKey));
  const uploads = outbox.uploads.filter((upload) => upload.state !== 'stored');
  const wanted = grantsOf(uploads);
  return {
    entries: outbox.entries.filter(
      (each) => !over.has(entryKey(each)) || wanted.has(entryKey(each)),
    ),
    uploads,
  };
}

/** Bytes are worth nothing to a restored server that does not know what they belong to. */
function grantsOf(uploads: readonly UploadRecord[]): ReadonlySet<string> {
  const own = uploads.filter((upload) => upload.n !== null);
  return new Set(own.map(({ replica, n }) => entryKey({ replica, n: n ?? 0 })));
}

/** Nobody will ask for its entry again: it is in effect, or its refusal was read. */
export function isOver(result: {
  readonly outcome: string;
  readonly settled: boolean;
  readonly dismissed: boolean;
}): boolean {
  return result.dismissed || (result.settled && result.outcome === 'accepted');
}

export function linesOf(outbox: StoredOutbox, moved: readonly Moved[]): JournalRecord[] {
  const { entries, uploads } = openIn(outbox);
  return [
    { v: 1, is: 'mark', identity: outbox.identity },
    { v: 1, is: 'moved', moved: moved.slice(-MOVED_MAX) },
    ...entries.map((entry): JournalRecord => ({ v: 1, is: 'entry', entry })),
    ...uploads.map((upload): JournalRecord => ({ v: 1, is: 'upload', upload })),
  ];
}

export interface Recovery {
  readonly renaming: Renaming;
  /** Present id → the id under which the journal has the bytes, where they differ. */
  readonly bytesOf: ReadonlyMap<string, string>;
}

/**
 * Brings a store up to a journal that is ahead of it. Entries go under their old replica and
 * number. A store that was wiped writes under an identity of its own from now on; one that was
 * taken back goes on with the last numbers that were given. Where both used the same number, what
 * this store lacks of the other is called anew.
 */
export function recovery(
  outbox: StoredOutbox,
  image: Image,
  kept: ReadonlySet<string>,
  freshReplica: () => string,
): Recovery {
  const moved = movedOf(outbox.entries, lastNames(image.moved));
  const ids = idsOf(moved);
  const here = new Map(outbox.entries.map((entry) => [entryKey(entry), entry]));
  const missing = image.entries.filter((entry) => !here.has(entryKey(entry)));
  const other = image.entries.filter((entry) => {
    const same = here.get(entryKey(entry));
    return same !== undefined && same.hash !== entry.hash;
  });
  const forked = other.length > 0 ? [...other, ...missing] : [];
  const again = renameUnsent({ ...outbox, entries: forked, results: [] }, freshReplica());
  const held = new Set(outbox.uploads.map(({ attachment_id: id }) => ids.get(id) ?? id));
  const uploads = image.uploads
    .filter(({ attachment_id: id }) => kept.has(id))
    .map((upload) => renamedUpload(upload, again) ?? upload)
    .filter(({ attachment_id: id }) => !held.has(id));
  const put = forked.length > 0 ? again.put : missing;
  const identity = countedOn(identityOf(outbox.identity, image.identity), put);
  const bytesOf = new Map([...again.ids].map(([old, now]) => [now, old]));
  return { renaming: { identity, moved, put, uploads, ids }, bytesOf };
}

function movedOf(entries: readonly EntryRecord[], last: ReadonlyMap<string, EntryKey>): Moved[] {
  const moved: Moved[] = [];
  for (const { replica, n } of entries) {
    const to = last.get(entryKey({ replica, n }));
    if (to) moved.push({ from: { replica, n }, to });
  }
  return moved;
}

function identityOf(store: Identity, journal: Identity | null): Identity {
  if (journal === null) return store;
  if (journal.line === store.line) return journal;
  return { ...store, next_order: Math.max(store.next_order, journal.next_order) + 1 };
}

/** A store that was lost and turned up again lacks what its successor was given back: those numbers
 * are used. */
function countedOn(identity: Identity, put: readonly EntryRecord[]): Identity {
  const own = put.filter((entry) => entry.replica === identity.replica);
  return { ...identity, next_n: Math.max(identity.next_n, ...own.map(({ n }) => n + 1)) };
}

/** The present name of each entry that was ever called otherwise. */
function lastNames(moved: readonly Moved[]): Map<string, EntryKey> {
  const next = new Map(moved.map(({ from, to }) => [entryKey(from), to]));
  const last = new Map<string, EntryKey>();
  for (const { from } of moved) {
    let to = next.get(entryKey(from));
    for (let hops = 0; to && next.has(entryKey(to)) && hops < MOVED_MAX; hops += 1)
      to = next.get(entryKey(to));
    if (to) last.set(entryKey(from), to);
  }
  return last;
}
