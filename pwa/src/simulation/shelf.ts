/** What one device wrote, and in which of its two stores each entry lies. */
import type { JournalRecord, Renaming } from '../sync/ports';
import { type EntryKey, type EntryRecord, entryKey } from '../sync/records';
import { KEPT_MS_MAX } from '../sync/retention';
import type { Kept } from './watch';

const LOST_THERE = 'the server lost it, and no store has it';

interface Then {
  readonly names: ReadonlyMap<Kept, EntryRecord>;
  readonly keys: ReadonlySet<string>;
}

export class Shelf {
  private readonly kept = new Map<string, Kept>();
  private inStore = new Set<string>();
  private inJournal = new Set<string>();
  /** Old names that the journal knows to be over. */
  private moved = new Set<string>();
  /** Acknowledged, and let go of by the phone itself. */
  private readonly gone = new Set<string>();
  /** Called otherwise in a journal that was taken back. */
  private unsure = new Set<Kept>();
  /** Left out by a journal that was taken back: nobody can tell of them when the store goes, too. */
  private untellable = new Set<Kept>();
  /** One that was taken back knows who it is, and of nothing that it lacks. */
  private isStoreGone = false;
  /** Both stores are empty, something was lost with them, and nobody was told yet. */
  isUntold = false;

  all(): Kept[] {
    return [...this.kept.values()];
  }

  get(key: EntryKey): Kept | undefined {
    return this.kept.get(entryKey(key));
  }

  isInJournal({ entry }: Kept): boolean {
    return this.inJournal.has(entryKey(entry));
  }

  authored(kept: Kept): void {
    this.kept.set(entryKey(kept.entry), kept);
    this.inStore.add(entryKey(kept.entry));
    this.isStoreGone = false;
  }

  /** `isAnew`: these lines are all there is of this tab and of tabs that are gone. */
  journaled(records: readonly JournalRecord[], isAnew: boolean): void {
    for (const record of records) {
      if (record.is === 'entry') this.inJournal.add(entryKey(record.entry));
      if (record.is === 'moved')
        for (const { from } of record.moved) this.moved.add(entryKey(from));
    }
    if (isAnew) {
      this.unsure.clear();
      this.untellable.clear();
    }
  }

  renamed({ moved, put }: Renaming): void {
    const entries = new Map(put.map((entry) => [entryKey(entry), entry]));
    for (const { from, to } of moved) {
      this.inStore.delete(entryKey(from));
      const kept = this.kept.get(entryKey(from));
      const entry = entries.get(entryKey(to));
      if (!kept || !entry) continue;
      this.kept.delete(entryKey(from));
      kept.entry = entry;
      this.kept.set(entryKey(entry), kept);
    }
    for (const key of entries.keys()) this.inStore.add(key);
  }

  purged(keys: readonly EntryKey[]): void {
    for (const key of keys.map(entryKey)) this.gone.add(key);
  }

  /** What the server has lost: what no store has either is lost, unless it was let go of too soon. */
  restored(ended: ReadonlyMap<string, number>, now_ms: number): void {
    for (const kept of this.all()) {
      const { result } = kept;
      if (result === null || result.seq <= (ended.get(result.epoch) ?? result.seq)) continue;
      kept.isVoid = true;
      const key = entryKey(kept.entry);
      this.inJournal.delete(key);
      const isOld = now_ms - (result.answered_ms ?? now_ms) > KEPT_MS_MAX;
      if (!this.inStore.has(key)) kept.lost = LOST_THERE;
      else if (this.gone.has(key) && isOld) kept.lost = 'it was acknowledged too long ago';
    }
  }

  wiped(): void {
    this.hit();
    this.isStoreGone = true;
    this.inStore.clear();
    this.assess(new Map());
  }

  journalWiped(): void {
    this.inJournal.clear();
    this.moved.clear();
    this.assess(new Map());
  }

  /** What is there now, for a store that will be taken back to here. */
  snapshot(): () => void {
    const { names, keys } = this.now(this.inStore);
    return () => {
      this.hit();
      this.isStoreGone = false;
      this.inStore = new Set(keys);
      for (const kept of this.all())
        if (kept.lost === LOST_THERE && keys.has(entryKey(kept.entry))) kept.lost = null;
      for (const [kept, entry] of names) {
        const isOther = entryKey(kept.entry) !== entryKey(entry);
        if (isOther && !this.moved.has(entryKey(entry))) kept.mayDouble = true;
      }
      this.assess(names);
    };
  }

  journalSnapshot(): () => void {
    const { names, keys } = this.now(this.inJournal);
    const moved = new Set(this.moved);
    return () => {
      for (const kept of this.all())
        if (this.isInJournal(kept) && !keys.has(entryKey(kept.entry))) this.untellable.add(kept);
      this.inJournal = new Set(keys);
      this.isUntold = false;
      this.moved = new Set(moved);
      for (const [kept, entry] of names)
        if (entryKey(kept.entry) !== entryKey(entry)) this.unsure.add(kept);
      this.assess(new Map());
    };
  }

  /** The same of both at once: of what was written since the phone knows nothing, nor can it say so. */
  bothSnapshot(): () => void {
    const before = new Set(this.all());
    const back = [this.journalSnapshot(), this.snapshot()];
    return () => {
      for (const each of back) each();
      for (const kept of this.all()) kept.isForgotten ||= !before.has(kept);
      for (const kept of this.all()) kept.hasNoBytes ||= kept.isForgotten;
      this.isUntold = false;
    };
  }

  private hit(): void {
    for (const kept of this.all()) kept.wasHit = true;
  }

  private now(keys: ReadonlySet<string>): Then {
    return { names: new Map(this.all().map((kept) => [kept, kept.entry])), keys: new Set(keys) };
  }

  /** A store was hit: what neither of the two has any more is lost. */
  private assess(older: ReadonlyMap<Kept, EntryRecord>): void {
    for (const kept of this.all()) {
      const key = entryKey(kept.entry);
      if (this.inStore.has(key)) continue;
      if (this.unsure.has(kept)) kept.mayDouble = true;
      if (!this.inJournal.has(key)) kept.hasNoBytes = true;
      if (this.inJournal.has(key) || (kept.result !== null && !kept.isVoid)) continue;
      const entry = older.get(kept);
      if (entry && this.inStore.has(entryKey(entry))) {
        this.kept.delete(key);
        kept.entry = entry;
        this.kept.set(entryKey(entry), kept);
        continue;
      }
      const isEmpty = this.isStoreGone && this.inStore.size + this.inJournal.size === 0;
      // What was acknowledged before a restore of the server no phone knows to have lost.
      const isOwn = kept.isConfirmed && !kept.isVoid && !this.untellable.has(kept);
      if (kept.lost === null && isOwn && isEmpty) this.isUntold = true;
      kept.lost = 'neither the store nor the journal has it';
    }
  }
}
