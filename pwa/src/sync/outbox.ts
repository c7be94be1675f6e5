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

/** How many stored entries stay visible, so that people see what went through. */
export const STORED_SHOWN_MAX = 50;

const ACCEPTED = 'accepted';

export class Outbox {
  private entries: EntryRecord[] = [];
  private results = new Map<string, ResultRecord>();
  private identity: Identity = { v: 1, replica: '', next_n: 1, next_order: 1 };

  load(
    identity: Identity,
    entries: readonly EntryRecord[],
    results: readonly ResultRecord[],
  ): void {
    this.identity = identity;
    this.entries = [...entries].sort((a, b) => a.order - b.order);
    this.results = new Map(results.map((result) => [entryKey(result), result]));
  }

  get replica(): string {
    return this.identity.replica;
  }

  get who(): Identity {
    return this.identity;
  }

  add(entry: EntryRecord): void {
    if (this.entries.some((known) => known.order === entry.order)) return;
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
    const refused = same.find((entry) => this.isInTray(entry));
    return same.find((entry) => entry.replica === this.replica) ?? refused ?? same.at(-1);
  }

  /** Not answered yet, oldest first. */
  unsent(): EntryRecord[] {
    return this.entries.filter((entry) => !this.result(entry));
  }

  /** Not settled yet, oldest first: what `waiting` tells the server. */
  unsettled(): EntryRecord[] {
    return this.entries.filter((entry) => !this.result(entry)?.settled);
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

  /** Highest n of this replica such that every entry up to it has left the outbox. */
  settledN(): number {
    const open = this.unsettled().filter((entry) => entry.replica === this.replica);
    return (open[0]?.n ?? this.identity.next_n) - 1;
  }

  /** Stored entries beyond the last ones shown, once these results are in: nobody needs them. */
  surplus(incoming: readonly ResultRecord[]): EntryKey[] {
    const later = new Map(incoming.map((result) => [entryKey(result), result]));
    const stored = this.entries.filter((entry) => {
      const result = later.get(entryKey(entry)) ?? this.result(entry);
      return result?.settled && result.outcome === ACCEPTED;
    });
    return stored.slice(0, Math.max(0, stored.length - STORED_SHOWN_MAX));
  }

  attention(): number {
    return this.entries.filter((entry) => this.isInTray(entry)).length;
  }

  items(sending: ReadonlySet<string>, waiting: ReadonlySet<string>): OutboxItem[] {
    const items: OutboxItem[] = [];
    for (const entry of this.entries) {
      const result = this.result(entry);
      if (result?.dismissed) continue;
      const key = entryKey(entry);
      items.push({
        n: entry.n,
        replica: entry.replica,
        name: entry.name,
        args: entry.args,
        device_ms: entry.device_ms,
        state: stateOf(result, sending.has(key)),
        flags: result?.flags ?? [],
        ...(result?.reason
          ? { reason: result.reason as Reason, detail: { ...result.detail } }
          : {}),
        rows: entry.rows,
        waitsForOffice: !result && waiting.has(key),
      });
    }
    return items;
  }

  private isInTray(entry: EntryRecord): boolean {
    const result = this.result(entry);
    return result !== undefined && result.outcome !== ACCEPTED && !result.dismissed;
  }
}

function stateOf(result: ResultRecord | undefined, isSending: boolean): OutboxState {
  if (result === undefined) return isSending ? 'sending' : 'waiting';
  if (result.outcome === 'rejected') return 'rejected';
  if (result.outcome !== ACCEPTED) return 'set_aside';
  return result.settled ? 'stored' : 'settling';
}
