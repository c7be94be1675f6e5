import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.test.helper';

import type { Mutators } from '../sync/mutator';
import { TestServer } from '../sync/server.test.helper';
import { openWorld, rest, states, sync, Tabs, TestClock } from '../sync/world.test.helper';
import { DexieStore } from './dexie-store';

const ORDER = '10000000-0000-4000-8000-000000000001';
const ME = 7;
const MUTATORS: Mutators = {
  'work_order.note': (stage, { work_order_id, text = '' }, when) => {
    stage.put('fact', { id: when.born(0), work_order_id, text } as never);
    return 'done';
  },
  'attachment.attach': (stage, args, when) => {
    stage.put('attachment', { ...args, id: when.born(0), state: 'waiting' } as never);
    return 'done';
  },
};

let made = 0;
let opened: { close(): Promise<void> }[] = [];

function name(): string {
  made += 1;
  return `fieldward-test-${made}`;
}

function serverWithOrder(): TestServer {
  const server = new TestServer();
  server.scope(ME, 1);
  server.enter(ME, 'work_order', { id: ORDER, title: '漏水' });
  return server;
}

async function open(db: string, server: TestServer, tabs?: Tabs, clock = new TestClock()) {
  const world = await openWorld({
    store: new DexieStore(db),
    server,
    clock,
    mutators: MUTATORS,
    ...(tabs ? { tabs } : {}),
  });
  opened.push(world.replica);
  return world;
}

function offline(server: TestServer): void {
  server.before = () => {
    throw new Error('no signal');
  };
}

afterEach(async () => {
  for (const replica of opened.splice(0)) await replica.close();
  opened = [];
});

describe('the phone store', () => {
  it('goes on with number, identity, rows and cursor after it was closed', async () => {
    const db = name();
    const server = serverWithOrder();
    const first = await open(db, server);
    await rest(first.replica);
    offline(server);
    await first.replica.mutate('work_order.note', { work_order_id: ORDER, text: 'one' });
    await first.replica.mutate('work_order.note', { work_order_id: ORDER, text: 'two' });
    await first.replica.close();
    const again = await open(db, server);
    expect(again.replica.id).toBe(first.replica.id);
    expect(again.replica.view.get('work_order', ORDER)?.title).toBe('漏水');
    expect(again.replica.view.all('fact').map((fact) => fact.text)).toEqual(['one', 'two']);
    const third = await again.replica.mutate('work_order.note', {
      work_order_id: ORDER,
      text: 'three',
    });
    expect(third.n).toBe(3);
    await rest(again.replica, 'offline');
    server.before = () => undefined;
    await sync(again.replica);
    expect(states(again.replica)).toEqual({ 1: 'stored', 2: 'stored', 3: 'stored' });
    const cursors = server.seen.map((one) => (one.body as unknown[])[4] as unknown[]);
    expect(cursors.filter((cursor) => cursor[0] === '')).toHaveLength(1);
  });

  it('numbers densely when many are authored at once', async () => {
    const server = serverWithOrder();
    const { replica } = await open(name(), server);
    offline(server);
    const texts = Array.from({ length: 20 }, (_, at) => `${at}`);
    const entries = await Promise.all(
      texts.map((text) => replica.mutate('work_order.note', { work_order_id: ORDER, text })),
    );
    expect(entries.map((entry) => entry.n).sort((a, b) => a - b)).toEqual(
      texts.map((_, at) => at + 1),
    );
  });

  it('keeps a captured picture with its entry, or neither', async () => {
    const db = name();
    const server = serverWithOrder();
    const { replica, store } = await open(db, server);
    offline(server);
    const args = {
      work_order_id: ORDER,
      slot: 'after',
      sha256: '0'.repeat(64),
      size_bytes: 3,
      media_type: 'image/jpeg',
      captured_ms: 1_772_326_800_000,
    } as const;
    const { attachment_id } = await replica.capture({
      bytes: new Blob(['abc'], { type: 'image/jpeg' }),
      args,
    });
    const kept = await store.blob(attachment_id, 'original');
    expect(new TextDecoder().decode(kept?.data)).toBe('abc');
    const tooLong = { ...args, caption: 'x'.repeat(20_000) };
    await expect(replica.capture({ bytes: new Blob(['abc']), args: tooLong })).rejects.toThrow();
    const { entries, uploads } = await store.loadOutbox();
    expect(entries.map((entry) => entry.n)).toEqual([1]);
    expect(uploads).toHaveLength(1);
  });

  it('knows a store that nobody wrote to', async () => {
    const db = name();
    const store = new DexieStore(db);
    expect(await store.isNew()).toBe(true);
    await store.load(() => ({ v: 1, line: 'l', replica: 'r', next_n: 1, next_order: 1 }));
    expect(await store.isNew()).toBe(false);
    await store.close();
  });

  it('says its version in every record', async () => {
    const { replica, store } = await open(name(), serverWithOrder());
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
    await rest(replica);
    const stored = await store.load(() => ({
      v: 1,
      line: 'l',
      replica: 'r',
      next_n: 1,
      next_order: 1,
    }));
    const all = [
      stored.identity,
      stored.state,
      ...stored.members,
      ...stored.entries,
      ...stored.results,
    ];
    expect(all.length).toBeGreaterThan(4);
    expect(new Set(all.map((record) => record.v))).toEqual(new Set([1]));
  });

  it('moves unsent work to another identity with its uploads and drafts', async () => {
    const { replica, server, store, clock } = await open(name(), serverWithOrder());
    await rest(replica);
    server.ledger.set(`${replica.id}:1`, { hash: 'of another copy', result: [] });
    server.last.set(replica.id, 1);
    offline(server);
    const args = {
      work_order_id: ORDER,
      slot: 'after',
      sha256: '0'.repeat(64),
      size_bytes: 3,
      media_type: 'image/jpeg',
      captured_ms: 1_772_326_800_000,
    } as const;
    const old = await replica.capture({ bytes: new Blob(['abc']), args });
    await replica.draft.set(`caption:${old.attachment_id}`, 'half');
    await rest(replica, 'offline');
    server.before = () => undefined;
    clock.advance(10_000);
    await rest(replica);
    const [upload] = (await store.loadOutbox()).uploads;
    expect(upload?.attachment_id).not.toBe(old.attachment_id);
    expect(upload?.replica).toBe(replica.id);
    expect(await store.blob(upload?.attachment_id ?? '', 'original')).not.toBeNull();
    expect(await replica.draft.get(`caption:${upload?.attachment_id}`)).toBe('half');
  });
});

describe('two tabs', () => {
  it('share one outbox; one of them sends, and takes over when the other goes', async () => {
    const db = name();
    const server = serverWithOrder();
    const tabs = new Tabs();
    const clock = new TestClock();
    const leader = await open(db, server, tabs, clock);
    await rest(leader.replica);
    const follower = await open(db, server, tabs, clock);
    expect(follower.replica.id).toBe(leader.replica.id);
    const requests = server.seen.length;
    const entry = await follower.replica.mutate('work_order.note', {
      work_order_id: ORDER,
      text: 'from tab two',
    });
    expect(entry.n).toBe(1);
    await eventually(() => expect(states(follower.replica)).toEqual({ 1: 'stored' }));
    expect(states(leader.replica)).toEqual({ 1: 'stored' });
    expect(server.seen.length - requests).toBeLessThan(4);
    const second = await leader.replica.mutate('work_order.note', {
      work_order_id: ORDER,
      text: 'from tab one',
    });
    expect(second.n).toBe(2);
    await eventually(() => expect(states(follower.replica)[2]).toBe('stored'));
    await leader.replica.close();
    server.enter(ME, 'location', { id: ORDER.replace('10', '60'), name: '新' });
    await eventually(() => expect(follower.replica.view.all('location')).toHaveLength(1));
  });

  it('a row that the leader received appears in the other tab', async () => {
    const db = name();
    const server = serverWithOrder();
    const tabs = new Tabs();
    const leader = await open(db, server, tabs);
    const follower = await open(db, server, tabs);
    await rest(leader.replica);
    server.change(ME, 1, 'title', '漏电');
    follower.replica.syncNow();
    await eventually(() =>
      expect(follower.replica.view.get('work_order', ORDER)?.title).toBe('漏电'),
    );
  });
});
