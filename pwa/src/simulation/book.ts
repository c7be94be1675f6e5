/** Every entry that was ever written on a device, and what may be expected of it. */
import { bornId } from '../sync/ids';
import type { Authoring, Change } from '../sync/ports';
import type { EntryRecord } from '../sync/records';
import type { Device } from './device';
import { Shelf } from './shelf';
import type { Kept } from './watch';

/** What an office mutation by name was answered. */
export interface Answered {
  readonly writer: string;
  readonly key: string;
  readonly outcome: string;
  readonly seq: number;
}

export class Book {
  answered: Answered[] = [];
  /** First rows of what was called saved and never was in any store. */
  readonly unkept: string[] = [];
  /** And of what was in the store only, when the phone spoke of both. */
  readonly unjournaled: string[] = [];
  /** Epochs that a restore has ended, and the last seq of each that was kept. */
  readonly ended = new Map<string, number>();
  private readonly shelves = new Map<string, Shelf>();
  private readonly byBorn = new Map<string, Kept>();
  private count = 0;

  all(): Kept[] {
    return [...this.shelves.values()].flatMap((shelf) => shelf.all());
  }

  of(device: Device): Kept[] {
    return this.shelf(device).all();
  }

  shelf(device: Device): Shelf {
    let shelf = this.shelves.get(device.name);
    if (shelf === undefined) {
      shelf = new Shelf();
      this.shelves.set(device.name, shelf);
    }
    return shelf;
  }

  authored(device: Device, { entry }: Authoring): void {
    const kept: Kept = {
      device: device.name,
      at: this.count++,
      entry,
      parent: device.isBoard ? null : this.parentOf(entry),
      isConfirmed: false,
      lost: null,
      result: null,
      isVoid: false,
      wasHit: false,
      hasNoBytes: false,
      isForgotten: false,
      mayDouble: false,
    };
    this.shelf(device).authored(kept);
    this.byBorn.set(bornId(entry.replica, String(entry.n), 0), kept);
  }

  /**
   * The author was told that it is saved; named by its first born row, which is its own.
   * `isRenamable`: the entry may be called otherwise by now. `hasJournal`: the phone says that its
   * journal has whatever its store would be missed for.
   */
  confirmed(born: string, hasJournal: boolean, isRenamable = false): void {
    const kept = this.byBorn.get(born);
    if (kept) {
      kept.isConfirmed = true;
      const shelf = this.shelves.get(kept.device);
      if (hasJournal && !shelf?.isInJournal(kept)) this.unjournaled.push(born);
    } else if (!isRenamable) this.unkept.push(born);
  }

  /** Who wrote the order that this is about, as it is called now. */
  private parentOf({ args }: EntryRecord): Kept | null {
    const { work_order_id } = args as { work_order_id?: string };
    return (work_order_id && this.byBorn.get(work_order_id)) || null;
  }

  /**
   * The server went back. What it acknowledged since is owed by the phones that still have it; what
   * programs sent is theirs to send again, and what a board had in its memory went with its page.
   */
  restored(epoch: string, head: number, now_ms: number): void {
    // The backup may be older than the place where an earlier restore has forked off.
    const kept = Math.min(head, ...this.ended.values());
    for (const each of [...this.ended.keys(), epoch]) this.ended.set(each, kept);
    this.answered = this.answered.filter(({ seq }) => seq <= kept);
    for (const shelf of this.shelves.values()) shelf.restored(this.ended, now_ms);
  }

  committed(device: Device, change: Change): void {
    const shelf = this.shelf(device);
    for (const result of change.results) {
      const kept = shelf.get(result);
      if (!kept) continue;
      kept.result = result;
      kept.isVoid = result.seq > (this.ended.get(result.epoch) ?? result.seq);
    }
    shelf.purged(change.purge);
  }
}
