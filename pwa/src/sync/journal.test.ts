import { beforeEach, describe, expect, it } from 'vitest';

import { FileJournal, type JournalFiles } from '../store/file-journal';
import { MemoryStore } from '../store/memory';
import { capture, type Job, MUTATORS, ORDER, obey, openJob } from './job.test.helper';
import { imageOf } from './journal';
import type { Journal, JournalRecord, Store } from './ports';
import { openWorld, sync, Tabs, type World } from './world.test.helper';

/** A folder that outlives its tabs. */
class Folder {
  readonly files = new Map<string, Uint8Array>();
  readonly held = new Set<string>();
  isFull = false;

  tab(): JournalFiles {
    const mine = new Set<string>();
    const put = (name: string, bytes: Uint8Array): void => {
      if (this.isFull) throw new Error('there is no room left');
      this.files.set(name, bytes);
    };
    return {
      list: async () => [...this.files.keys()],
      isHeld: async (name) => this.held.has(name),
      read: async (name) => this.files.get(name) ?? null,
      append: async (name, bytes) => {
        mine.add(name);
        this.held.add(name);
        put(name, Uint8Array.from([...(this.files.get(name) ?? []), ...bytes]));
      },
      write: async (name, bytes) => put(name, bytes),
      remove: async (name) => void this.files.delete(name),
      close: async () => {
        for (const name of mine) this.held.delete(name);
      },
    };
  }
}

let folder: Folder;
let tabs: number;
let world: Job;

const journal = (): Journal => {
  tabs += 1;
  return new FileJournal(folder.tab(), `tab${tabs}`);
};
const note = (text: string, { replica }: World = world) =>
  replica.mutate('work_order.note', { work_order_id: ORDER, text });
/** The same phone again, over this store. */
const reopen = (store: Store = world.store): Promise<World> =>
  openWorld({ mutators: MUTATORS, server: world.server, journal: journal(), store });
const cut = (): void => {
  world.server.before = () => {
    throw new Error('the line is dead');
  };
};
const mend = (): void => {
  world.server.before = () => undefined;
};
const lines = async (): Promise<readonly JournalRecord[]> => journal().read();
const unsent = ({ replica }: World): string[] =>
  replica.outbox().map((item) => `${item.state} ${(item.args as { text?: string }).text}`);

beforeEach(async () => {
  folder = new Folder();
  tabs = 0;
  world = await openJob({ journal: journal() });
});

describe('the journal', () => {
  it('holds what the store was given before anybody is told that it is saved', async () => {
    cut();
    const made = await note('a');
    const { entries, identity } = imageOf(await lines());
    expect(entries.map(({ n, args }) => [n, (args as { text: string }).text])).toEqual([
      [made.n, 'a'],
    ]);
    expect(identity).toMatchObject({ replica: world.replica.id, next_n: 2 });
    expect(world.replica.status().has_journal).toBe(true);
  });

  it('lets go of what is settled', async () => {
    obey(world);
    await note('a');
    await sync(world.replica);
    expect(imageOf(await lines()).entries).toEqual([]);
  });

  it('brings a wiped store its unsent work under the old numbers, and it is sent once', async () => {
    cut();
    await note('a');
    await note('b');
    const { id } = world.replica;
    await world.replica.close();
    mend();
    const again = await reopen(new MemoryStore());
    expect(again.replica.recovered).toBe(2);
    expect(again.replica.wiped).toBe(false);
    expect(again.replica.id).not.toBe(id);
    await note('c', again);
    await sync(again.replica);
    expect(unsent(again)).toEqual(['stored a', 'stored b', 'stored c']);
    expect([...again.server.last]).toEqual([
      [id, 2],
      [again.replica.id, 1],
    ]);
    await again.replica.close();
    const third = await reopen(again.store);
    expect(third.replica.recovered).toBe(0);
  });

  it('is written anew when it was lost itself', async () => {
    cut();
    await note('a');
    await world.replica.close();
    folder.files.clear();
    const again = await reopen();
    expect(again.replica.recovered).toBe(0);
    expect(imageOf(await lines()).entries).toHaveLength(1);
  });

  it('is ahead of a store that was taken back: nothing is lost and no number used twice', async () => {
    cut();
    await note('a');
    const store = world.store as MemoryStore;
    const older = copy(store);
    await note('b');
    const { id } = world.replica;
    await world.replica.close();
    mend();
    const again = await reopen(older);
    expect(again.replica.id).toBe(id);
    const made = await note('c', again);
    expect(made.n).toBe(3);
    await sync(again.replica);
    expect(unsent(again)).toEqual(['stored a', 'stored b', 'stored c']);
    expect(again.server.last.get(id)).toBe(3);
  });

  it('gives back what a store that was lost and turned up again never had', async () => {
    cut();
    await note('a');
    const older = copy(world.store as MemoryStore);
    await note('b');
    const { id } = world.replica;
    await world.replica.close();
    const between = await reopen(new MemoryStore());
    await between.replica.close();
    mend();
    const again = await reopen(older);
    expect(again.replica.id).toBe(id);
    const made = await note('c', again);
    expect(made.n).toBe(3);
    await sync(again.replica);
    expect(unsent(again)).toEqual(['stored a', 'stored b', 'stored c']);
    expect(again.server.last.get(id)).toBe(3);
  });

  it('gives back the bytes of a picture', async () => {
    cut();
    const attachment_id = await capture(world);
    await world.replica.close();
    const again = await reopen(new MemoryStore());
    const found = await again.replica.blob(attachment_id, 'large');
    expect(await found?.text()).toBe('photo');
    expect(await again.store.blob(attachment_id, 'original')).not.toBeNull();
    expect(again.replica.status().uploads).toMatchObject([{ attachment_id, state: 'waiting' }]);
  });

  it('keeps what a file belongs to as long as the file is on its way', async () => {
    obey(world);
    const { server } = world;
    server.before = (request) => {
      if (request.path.startsWith('/files')) throw new Error('no way for files');
    };
    await capture(world);
    await note('a');
    await sync(world.replica);
    const open = async (): Promise<number[]> =>
      imageOf(await lines()).entries.map((entry) => entry.n);
    expect(await open()).toEqual([1]);
    await world.replica.close();
    // Wiped, and then the server is taken back behind the picture.
    const again = await reopen(new MemoryStore());
    server.ledger.clear();
    server.last.clear();
    server.restart('epoch-2');
    await sync(again.replica);
    expect(server.ledger.has(`${world.replica.id}:1`)).toBe(true);
    expect(await open()).toEqual([1]);
  });

  it('that is full stops nobody, is said, and catches up', async () => {
    cut();
    folder.isFull = true;
    await note('a');
    expect(world.replica.status().has_journal).toBe(false);
    folder.isFull = false;
    await note('b');
    expect(world.replica.status().has_journal).toBe(true);
    expect(imageOf(await lines()).entries).toHaveLength(2);
  });

  it('of a tab that was killed is merged by the one that leads', async () => {
    await world.replica.close();
    cut();
    const tabs = new Tabs();
    const shared = { mutators: MUTATORS, server: world.server, store: world.store, tabs };
    const first = await openWorld({ ...shared, journal: journal() });
    const second = await openWorld({ ...shared, journal: journal() });
    await note('from the second tab', second);
    const logs = (): string[] => [...folder.files.keys()].filter((name) => name.endsWith('.log'));
    expect(logs().some((name) => name.startsWith('tab3'))).toBe(true);
    // Killed: it holds no file any more.
    for (const name of [...folder.held]) if (name.startsWith('tab3')) folder.held.delete(name);
    mend();
    await sync(first.replica);
    expect(unsent(first)).toEqual(['stored from the second tab']);
    expect(logs().every((name) => name.startsWith('tab2'))).toBe(true);
    expect(first.server.last.get(first.replica.id)).toBe(1);
  });

  it('tears no more than its last line', async () => {
    cut();
    await note('a');
    const [name = '', file = new Uint8Array()] =
      [...folder.files].find(([each]) => each.endsWith('.log')) ?? [];
    const before = imageOf(await lines()).entries.length;
    await note('b');
    const longer = folder.files.get(name) ?? new Uint8Array();
    expect(longer.length).toBeGreaterThan(file.length);
    folder.files.set(name, longer.subarray(0, file.length + 20));
    expect(imageOf(await lines()).entries).toHaveLength(before);
  });
});

function copy(store: MemoryStore): MemoryStore {
  const other = new MemoryStore();
  const tables = store as unknown as Record<string, unknown>;
  for (const [name, table] of Object.entries(tables))
    (other as unknown as Record<string, unknown>)[name] =
      table instanceof Map ? new Map(table) : table;
  return other;
}
