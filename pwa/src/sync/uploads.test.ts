import { beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../eventually.test.helper';

import type { Mutators } from './mutator';
import { STORED_SHOWN_MAX } from './outbox';
import type { HttpRequest } from './ports';
import { COUNTED_MS } from './retention';
import { openWorld, rest, sync, type World } from './world.test.helper';

const ORDER = '10000000-0000-4000-8000-000000000001';
const ME = 7;

const MUTATORS: Mutators = {
  'attachment.attach': (stage, args, when) => {
    const row = { ...args, id: when.born(0), state: 'waiting' };
    stage.put('attachment', row as never);
    return 'done';
  },
};

let world: World;
let ids: string[];

function bytes(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31) % 251);
}

async function capture(size: number, slot: 'signature' | 'after' = 'after'): Promise<string> {
  const args = {
    work_order_id: ORDER,
    slot,
    sha256: '0'.repeat(64),
    size_bytes: size,
    media_type: 'image/jpeg',
    captured_ms: 1_772_326_800_000,
  };
  const thumb = new Blob([bytes(10)], { type: 'image/jpeg' });
  const derivative = new Blob([bytes(20)], { type: 'image/jpeg' });
  const blob = new Blob([bytes(size)], { type: 'image/jpeg' });
  const { attachment_id } = await world.replica.capture({ bytes: blob, thumb, derivative, args });
  return attachment_id;
}

/** The server verified the file: its row says so. */
function receipt(attachment_id: string): void {
  const { server } = world;
  const rows = server.members.get(ME) ?? new Map();
  const handle = [...rows].find(([, member]) => member.id === attachment_id)?.[0];
  if (handle !== undefined) server.change(ME, handle, 'state', 'stored');
}

function upload(attachment_id: string) {
  return world.replica.status().uploads.find((one) => one.attachment_id === attachment_id);
}

function sent(method: string): { path: string; headers: Record<string, string>; body: unknown }[] {
  return world.server.seen.filter((one) => one.method === method && one.path.startsWith('/files'));
}

beforeEach(async () => {
  world = await openWorld({ mutators: MUTATORS });
  const { server } = world;
  server.scope(ME, 1);
  server.enter(ME, 'work_order', { id: ORDER, title: '漏水' });
  ids = [];
  server.judge = () => {
    const id = ids.shift();
    if (id === undefined) return { outcome: 'rejected', reason: 'media_type' };
    server.granted.add(id);
    server.enter(ME, 'attachment', { id, work_order_id: ORDER, state: 'waiting' });
    return { outcome: 'accepted' };
  };
  await sync(world.replica);
});

/** No request reaches the server until the answer is called. */
function cutLine(): () => void {
  const { server } = world;
  server.before = () => {
    throw new Error('no signal');
  };
  return () => {
    server.before = () => undefined;
  };
}

describe('uploads', () => {
  it('go in parts after the row was accepted, and end with the receipt in the row', async () => {
    const { replica, server, store } = world;
    const reconnect = cutLine();
    const id = await capture(300_000);
    expect(replica.view.get('attachment', id)?.state).toBe('waiting');
    expect(upload(id)).toMatchObject({ state: 'waiting', sent_bytes: 0 });
    await rest(replica, 'offline');
    reconnect();
    ids = [id];
    replica.syncNow();
    await eventually(() => expect(upload(id)?.sent_bytes).toBe(300_000));
    expect(server.files.get(id)?.bytes).toEqual([...bytes(300_000)]);
    expect(sent('PATCH').map((one) => (one.body as Uint8Array).length)).toEqual([
      65_536, 131_072, 103_392,
    ]);
    expect(upload(id)?.state).toBe('sending');
    receipt(id);
    await sync(replica);
    await eventually(() => expect(upload(id)?.state).toBe('stored'));
    expect(await store.blob(id, 'original')).not.toBeNull();
    // Once every backup holds it, the derivative is enough.
    server.durable = server.seq;
    await eventually(async () => {
      await sync(replica);
      expect(await store.blob(id, 'original')).toBeNull();
    });
    expect((await replica.blob(id, 'thumb'))?.size).toBe(10);
    expect((await replica.blob(id, 'large'))?.size).toBe(20);
  });

  it('the signature goes first, then what is small, then photos, one at a time', async () => {
    const { replica } = world;
    const reconnect = cutLine();
    const photo = await capture(200_000);
    const small = await capture(1_000);
    const signature = await capture(90_000, 'signature');
    await rest(replica, 'offline');
    reconnect();
    ids = [photo, small, signature];
    replica.syncNow();
    await eventually(() => expect(upload(photo)?.sent_bytes).toBe(200_000));
    const order = [...new Set(sent('PATCH').map((one) => one.path.split('/')[2]))];
    expect(order).toEqual([signature, small, photo]);
  });

  it('that break off resume by HEAD where the server stands, and send nothing twice', async () => {
    const { replica, server, clock } = world;
    const reconnect = cutLine();
    const id = await capture(400_000);
    await rest(replica, 'offline');
    reconnect();
    ids = [id];
    let parts = 0;
    server.after = (request: HttpRequest) => {
      if (request.method !== 'PATCH') return;
      parts += 1;
      // The part arrived, its answer did not.
      if (parts === 2) throw new Error('the line went dead');
    };
    replica.syncNow();
    await eventually(() => expect(parts).toBe(2));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(upload(id)?.sent_bytes).toBe(65_536);
    clock.advance(10_000);
    await eventually(() => expect(upload(id)?.sent_bytes).toBe(400_000));
    expect(sent('HEAD')).toHaveLength(1);
    const total = sent('PATCH').reduce((sum, one) => sum + (one.body as Uint8Array).length, 0);
    expect(total).toBe(400_000);
  });

  it.each([
    [507, 'storage_full'],
    [507, 'disk_full'],
    [429, 'upload_day_full'],
  ])(
    'wait with a reason while the server takes none (%d %s), and hold up no text',
    async (...why) => {
      const { replica, server, clock } = world;
      server.noFiles = why;
      const first = await capture(100_000);
      ids = [first];
      replica.syncNow();
      await eventually(() =>
        expect(upload(first)).toMatchObject({ state: 'waiting', error: why[1] }),
      );
      const second = await capture(1_000);
      ids = [second];
      await sync(replica);
      expect(server.granted.has(second)).toBe(true);
      server.noFiles = null;
      clock.advance(600_000);
      await eventually(() => expect(upload(first)?.sent_bytes).toBe(100_000));
      expect(upload(first)?.error).toBeUndefined();
    },
  );

  it('of a refused row fail and hold up nobody', async () => {
    const { replica } = world;
    const reconnect = cutLine();
    const refused = await capture(1_000);
    await rest(replica, 'offline');
    reconnect();
    replica.syncNow();
    await eventually(() =>
      expect(upload(refused)).toMatchObject({ state: 'failed', error: 'refused' }),
    );
    expect(sent('POST')).toHaveLength(0);
    expect((await replica.blob(refused, 'thumb'))?.size).toBe(10);
  });

  it('whose row leaves before they are sent still go up, and are let go of at the end', async () => {
    const { replica, server } = world;
    const reconnect = cutLine();
    const id = await capture(100_000);
    await rest(replica, 'offline');
    reconnect();
    ids = [id];
    server.judge = () => {
      server.granted.add(id);
      return { outcome: 'accepted', flags: ['late'] };
    };
    server.leave(ME, 1);
    replica.syncNow();
    await eventually(() => expect(server.files.get(id)?.bytes).toHaveLength(100_000));
    await eventually(async () => {
      await sync(replica);
      expect(upload(id)?.state).toBe('stored');
    });
    await eventually(async () => {
      server.durable = server.seq;
      await sync(replica);
      expect(await replica.blob(id, 'thumb')).toBeNull();
    });
    // The receipt of its day still counts it.
    expect(upload(id)?.state).toBe('stored');
    server.now_ms += COUNTED_MS;
    await eventually(async () => {
      await sync(replica);
      expect(upload(id)).toBeUndefined();
    });
  });

  it('whose entry was let go of long ago still go up, wherever their row went', async () => {
    const { replica, server } = world;
    server.before = (request: HttpRequest) => {
      if (request.path.startsWith('/files')) throw new Error('no way for files');
    };
    ids = [];
    const judge = server.judge;
    server.judge = () => ({ outcome: 'accepted' });
    const id = await capture(100_000);
    server.granted.add(id);
    await sync(replica);
    for (let at = 0; at < STORED_SHOWN_MAX + 5; at += 1) {
      await replica.mutate('work_order.note', { work_order_id: ORDER, text: String(at) });
    }
    await sync(replica);
    expect(replica.outbox().some((item) => item.name === 'attachment.attach')).toBe(false);
    server.leave(ME, 1);
    server.judge = judge;
    server.before = () => undefined;
    await eventually(async () => {
      world.clock.advance(60_000);
      await sync(replica);
      expect(server.files.get(id)?.bytes).toHaveLength(100_000);
    });
  });

  it('capturing bytes of another size than declared writes nothing', async () => {
    const args = {
      work_order_id: ORDER,
      slot: 'after',
      sha256: '0'.repeat(64),
      size_bytes: 5,
      media_type: 'image/jpeg',
      captured_ms: 1_772_326_800_000,
    } as const;
    await expect(world.replica.capture({ bytes: new Blob(['x']), args })).rejects.toThrow(
      RangeError,
    );
    expect(world.replica.outbox()).toHaveLength(0);
  });
});
