/** Every entry that was ever written on a device, and what may be expected of it. */
import { bornId } from '../sync/ids';
import type { Authoring, Change, Renaming } from '../sync/ports';
import { type EntryKey, entryKey } from '../sync/records';
import type { Device } from './device';
import type { Kept } from './watch';

/** What an office mutation by name was answered. */
export interface Answered {
  readonly writer: string;
  readonly key: string;
  readonly outcome: string;
  readonly seq: number;
}

export class Book {
  readonly answered: Answered[] = [];
  private readonly kept = new Map<string, Map<string, Kept>>();
  private readonly byBorn = new Map<string, Kept>();
  private readonly forgotten: Kept[] = [];

  all(): Kept[] {
    return [...this.forgotten, ...[...this.kept.values()].flatMap((shelf) => [...shelf.values()])];
  }

  of(device: Device): Kept[] {
    return [...this.shelf(device).values()];
  }

  authored(device: Device, { entry }: Authoring): void {
    const kept: Kept = {
      device: device.name,
      entry,
      isConfirmed: false,
      lost: null,
      result: null,
      mayDouble: false,
    };
    this.shelf(device).set(entryKey(entry), kept);
    this.byBorn.set(bornId(entry.replica, String(entry.n), 0), kept);
  }

  /** The author was told that it is saved; named by its first born row, which is its own. */
  confirmed(born: string): void {
    const kept = this.byBorn.get(born);
    if (kept) kept.isConfirmed = true;
  }

  committed(device: Device, change: Change): void {
    const shelf = this.shelf(device);
    for (const result of change.results) {
      const kept = shelf.get(entryKey(result));
      if (kept) kept.result = result;
    }
  }

  renamed(device: Device, renaming: Renaming): void {
    const shelf = this.shelf(device);
    renaming.drop.forEach((old: EntryKey, at) => {
      const kept = shelf.get(entryKey(old));
      const entry = renaming.put[at];
      if (!kept || !entry) return;
      shelf.delete(entryKey(old));
      kept.entry = entry;
      shelf.set(entryKey(entry), kept);
    });
  }

  /** The store is empty now. */
  wiped(device: Device): void {
    for (const kept of this.shelf(device).values()) {
      if (kept.result === null) kept.lost = 'the store was wiped';
      this.forgotten.push(kept);
    }
    this.kept.delete(device.name);
  }

  /** What is there now, for a store that will be taken back to here. */
  snapshot(device: Device): () => void {
    const then = [...this.shelf(device).values()].map((kept) => ({ kept, entry: kept.entry }));
    return () => {
      const known = new Set(then.map(({ kept }) => kept));
      for (const kept of this.shelf(device).values()) {
        if (known.has(kept)) continue;
        if (kept.result === null) kept.lost = 'the store was taken back behind it';
        this.forgotten.push(kept);
      }
      const shelf = new Map<string, Kept>();
      for (const { kept, entry } of then) {
        if (entryKey(kept.entry) !== entryKey(entry)) kept.mayDouble = true;
        kept.entry = entry;
        shelf.set(entryKey(entry), kept);
      }
      this.kept.set(device.name, shelf);
    };
  }

  private shelf(device: Device): Map<string, Kept> {
    let shelf = this.kept.get(device.name);
    if (shelf === undefined) {
      shelf = new Map();
      this.kept.set(device.name, shelf);
    }
    return shelf;
  }
}
