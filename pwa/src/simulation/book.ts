/** Every entry that was ever written on a device, and what may be expected of it. */
import { bornId } from '../sync/ids';
import type { Authoring, Change } from '../sync/ports';
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
  /** Epochs that a restore has ended, and the last seq of each that was kept. */
  readonly ended = new Map<string, number>();
  private readonly shelves = new Map<string, Shelf>();
  private readonly byBorn = new Map<string, Kept>();

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
      entry,
      isConfirmed: false,
      lost: null,
      result: null,
      isVoid: false,
      wasHit: false,
      mayDouble: false,
    };
    this.shelf(device).authored(kept);
    this.byBorn.set(bornId(entry.replica, String(entry.n), 0), kept);
  }

  /**
   * The author was told that it is saved; named by its first born row, which is its own.
   * `isRenamable`: the entry may be called otherwise by now.
   */
  confirmed(born: string, isRenamable = false): void {
    const kept = this.byBorn.get(born);
    if (kept) kept.isConfirmed = true;
    else if (!isRenamable) this.unkept.push(born);
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
