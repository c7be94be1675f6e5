/** What survives of a device when its pages are gone. */
import { DexieStore } from '../store/dexie-store';
import { MemoryStore } from '../store/memory';
import type { Store } from '../sync/ports';
import { JournalDisk } from './journal';

/** A store that a fault can wipe or take back to an earlier day. */
export interface Disk {
  readonly store: Store;
  /** The journal's, which faults hit apart from the store. */
  readonly files: JournalDisk;
  wipe(): void;
  /** A copy of what is there now, to go back to; null where that cannot be done. */
  snapshot(): (() => void) | null;
  dispose(): Promise<void>;
}

/** Every table of the store in memory, by name. */
type Tables = Record<string, unknown>;

function copyOf(store: MemoryStore): MemoryStore {
  const copy = new MemoryStore();
  const [from, to] = [store as unknown as Tables, copy as unknown as Tables];
  // Records are never changed in place, so a copy of each table is a copy of the store.
  for (const [name, table] of Object.entries(from))
    to[name] = table instanceof Map ? new Map(table) : table;
  return copy;
}

export class MemoryDisk implements Disk {
  store = new MemoryStore();
  readonly files = new JournalDisk();

  wipe(): void {
    this.store = new MemoryStore();
  }

  snapshot(): () => void {
    const old = copyOf(this.store);
    return () => {
      this.store = copyOf(old);
    };
  }

  async dispose(): Promise<void> {
    // Memory needs no tidying.
  }
}

let made = 0;

/** The phone's own adapter, over IndexedDB in memory. */
export class IndexedDisk implements Disk {
  store: DexieStore;
  readonly files = new JournalDisk();
  private readonly opened: DexieStore[] = [];

  constructor() {
    this.store = this.open();
  }

  wipe(): void {
    this.store = this.open();
  }

  snapshot(): null {
    return null;
  }

  async dispose(): Promise<void> {
    for (const store of this.opened) await store.close();
  }

  private open(): DexieStore {
    made += 1;
    const store = new DexieStore(`simulated-${made}`);
    this.opened.push(store);
    return store;
  }
}
