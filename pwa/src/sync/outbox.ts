/** The entries of this store in memory, and what became of each. */
import type { Reason } from '../contract/reasons';
import type { OutboxItem, OutboxState } from './api';
import {
  type EntryKey,
  type EntryRecord,
  entryKey,
  type Identity,
  type ResultRecord,
} from './records';
import { type Bounds, type Stored, surplusOf } from './retention';

/** How many stored entries stay visible, so that people see what went through. */
export const STORED_SHOWN_MAX = 50;

const ACCEPTED = 'accepted';

/** Of thousands of entries that are only kept for a restore, the few that are still asked about. */
interface Present {
  /** Not settled yet, oldest first. */
  readonly open: readonly EntryRecord[];
  /** What people are shown: those, what was refused, and the last few that are stored. */
  readonly shown: readonly EntryRecord[];
}

export class Outbox {
  private knownEpoch = '';
  private entries: EntryRecord[] = [];
  /** Null after each change, until somebody asks. */
  private lastLook: Present | null = null;
  private results = new Map<string, ResultRecord>();
  private identity: Identity = { v: 1, line: '', replica: '', next_n: 1, next_order: 1 };

  load(
    identity: Identity,
    entries: readonly EntryRecord[],
    results: readonly ResultRecord[],
  ): void {
    this.lastLook = null;
    this.identity = identity;
    this.entries = [...entries].sort((a, b) => a.order - b.order);
    this.results = new Map(results.map((result) => [entryKey(result), result]));
  }

  /** The server's, as far as it is known. What was answered in an older one is owed once more. */
  get epoch(): string {
    return this.knownEpoch;
  }

  set epoch(epoch: string) {
    if (epoch !== this.knownEpoch) this.lastLook = null;
    this.knownEpoch = epoch;
  }

  get replica(): string {
    return this.identity.replica;
  }

  /**
   * Whose entries go next: the oldest unsent one's. Work recovered from a journal goes under the
   * identity that it was authored under.
   */
  get speaker(): string {
    return this.unsent()[0]?.replica ?? this.replica;
  }

  get who(): Identity {
    return this.identity;
  }

  add(entry: EntryRecord): void {
    if (this.entries.some((known) => known.order === entry.order)) return;
    this.lastLook = null;
    this.entries.push(entry);
    this.entries.sort((a, b) => a.order - b.order);
    if (entry.order < this.identity.next_order) return;
    this.identity = {
      ...this.identity,
      replica: entry.replica,
      next_n: entry.n + 1,
      next_order: entry.order + 1,
    };
  }

  take(results: readonly ResultRecord[], purged: readonly EntryKey[]): void {
    if (results.length + purged.length > 0) this.lastLook = null;
    for (const result of results) this.results.set(entryKey(result), result);
    const gone = new Set(purged.map(entryKey));
    if (gone.size === 0) return;
    for (const key of gone) this.results.delete(key);
    this.entries = this.entries.filter((entry) => !gone.has(entryKey(entry)));
  }

  result(key: EntryKey): ResultRecord | undefined {
    return this.results.get(entryKey(key));
  }

  /** It is still here, answered or not. */
  has(key: EntryKey): boolean {
    return this.entries.some((entry) => entryKey(entry) === entryKey(key));
  }

  find(n: number): EntryRecord | undefined {
    const same = this.entries.filter((entry) => entry.n === n);
    // Only refused ones are read and mended; numbers of earlier identities come again.
    const refused = same.find((entry) => this.isInTray(entry));
    return refused ?? same.find((entry) => entry.replica === this.replica) ?? same.at(-1);
  }

  /** Not answered yet, or only by a server that was restored since; oldest first. */
  unsent(): EntryRecord[] {
    return this.present.open.filter((entry) => this.isOwed(entry));
  }

  isOwed(key: EntryKey, epoch = this.epoch): boolean {
    const result = this.result(key);
    return result === undefined || (epoch !== '' && result.epoch !== epoch);
  }

  /** Not settled yet, oldest first: what `waiting` tells the server. */
  unsettled(epoch = this.epoch): readonly EntryRecord[] {
    if (epoch === this.epoch) return this.present.open;
    return this.entries.filter((entry) => this.isOpen(entry, epoch));
  }

  /** Those whose effect is shown on top of the confirmed rows. */
  replayed(): EntryRecord[] {
    return this.unsettled().filter((entry) => {
      const result = this.result(entry);
      return result === undefined || result.outcome === ACCEPTED;
    });
  }

  /** Results whose change is still on its way back. */
  settling(): ResultRecord[] {
    return [...this.results.values()].filter((result) => !result.settled);
  }

  /** Highest n of a replica such that every entry up to it has left the outbox. */
  settledN(replica: string): number {
    const open = this.unsettled().filter((entry) => entry.replica === replica);
    return (open[0]?.n ?? (replica === this.replica ? this.identity.next_n : 1)) - 1;
  }

  /** Stored entries that nobody needs any more, once these results are in: see `retention.ts`. */
  surplus(incoming: readonly ResultRecord[], bounds: Bounds): EntryKey[] {
    const later = new Map(incoming.map((result) => [entryKey(result), result]));
    const stored: Stored[] = [];
    for (const entry of this.entries) {
      const result = later.get(entryKey(entry)) ?? this.result(entry);
      if (result?.settled && result.outcome === ACCEPTED) stored.push({ entry, result });
    }
    return surplusOf(stored, bounds, STORED_SHOWN_MAX);
  }

  attention(): number {
    return this.present.shown.filter((entry) => this.isInTray(entry)).length;
  }

  items(sending: ReadonlySet<string>, waiting: ReadonlySet<string>): OutboxItem[] {
    return this.present.shown.map((entry) => {
      const result = this.result(entry);
      const key = entryKey(entry);
      return {
        n: entry.n,
        replica: entry.replica,
        name: entry.name,
        args: entry.args,
        device_ms: entry.device_ms,
        state: stateOf(result, sending.has(key), this.isOwed(entry)),
        flags: result?.flags ?? [],
        ...(result?.reason
          ? { reason: result.reason as Reason, detail: { ...result.detail } }
          : {}),
        rows: entry.rows,
        waitsForOffice: this.isOwed(entry) && waiting.has(key),
      };
    });
  }

  private get present(): Present {
    this.lastLook ??= this.look();
    return this.lastLook;
  }

  private look(): Present {
    const open: EntryRecord[] = [];
    const shown: EntryRecord[] = [];
    let stored = 0;
    for (const entry of [...this.entries].reverse()) {
      const result = this.result(entry);
      if (this.isOpen(entry, this.epoch)) open.push(entry);
      const isStored = !this.isOwed(entry) && stateOf(result, false, false) === 'stored';
      if (isStored) stored += 1;
      if (!result?.dismissed && (!isStored || stored <= STORED_SHOWN_MAX)) shown.push(entry);
    }
    return { open: open.reverse(), shown: shown.reverse() };
  }

  private isOpen(entry: EntryRecord, epoch: string): boolean {
    return this.isOwed(entry, epoch) || !this.result(entry)?.settled;
  }

  private isInTray(entry: EntryRecord): boolean {
    const result = this.result(entry);
    return result !== undefined && result.outcome !== ACCEPTED && !result.dismissed;
  }
}

function stateOf(
  result: ResultRecord | undefined,
  isSending: boolean,
  isOwed: boolean,
): OutboxState {
  if (result === undefined) return isSending ? 'sending' : 'waiting';
  if (isOwed && result.outcome === ACCEPTED) return isSending ? 'sending' : 'waiting';
  if (result.outcome === 'rejected') return 'rejected';
  if (result.outcome !== ACCEPTED) return 'set_aside';
  return result.settled ? 'stored' : 'settling';
}
