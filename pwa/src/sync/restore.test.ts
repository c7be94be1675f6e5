/** A server restored from a backup is offered again what the phone kept. */
import { beforeEach, describe, expect, it } from 'vitest';

import { type Job, ORDER, openJob } from './job.test.helper';
import { KEPT_BYTES_MAX, KEPT_MS_MAX, surplusOf } from './retention';
import { json } from './wire.test.helper';
import { rest, states, sync } from './world.test.helper';

let world: Job;

async function note(text: string): Promise<void> {
  await world.replica.mutate('work_order.note', { work_order_id: ORDER, text });
  await rest(world.replica);
}

/** As after a restore: what came behind entry n of this replica is gone. */
function restoreTo(n: number, epoch = 'epoch-2'): void {
  const { server, replica } = world;
  for (const key of [...server.ledger.keys()])
    if (Number(key.split(':')[1]) > n) server.ledger.delete(key);
  server.last.set(replica.id, n);
  server.restart(epoch);
}

beforeEach(async () => {
  world = await openJob();
});

describe('after a restore', () => {
  it('everything kept is offered again under its old names, once', async () => {
    const { server, replica } = world;
    const { id } = replica;
    for (const text of ['a', 'b', 'c']) await note(text);
    restoreTo(1);
    await note('d');
    expect(replica.id).toBe(id);
    expect([...server.ledger.keys()]).toEqual([1, 2, 3, 4].map((n) => `${id}:${n}`));
    expect(states(replica)).toEqual({ 1: 'stored', 2: 'stored', 3: 'stored', 4: 'stored' });
    const sent = server.seen.filter(({ path }) => path === '/sync').length;
    await sync(replica);
    expect(server.seen.filter(({ path }) => path === '/sync')).toHaveLength(sent + 1);
  });

  it('another outcome than the one shown is shown', async () => {
    const { server, replica } = world;
    await note('a');
    expect(replica.status().attention).toBe(0);
    restoreTo(0);
    server.judge = () => ({ outcome: 'rejected', reason: 'not_found' });
    await sync(replica);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'rejected' });
    expect(replica.status().attention).toBe(1);
  });

  it('only what no backup lacks is let go of, and the last ones stay to be seen', async () => {
    const { server, store, replica } = world;
    for (let made = 0; made < 60; made += 1) await note(String(made));
    expect((await store.loadOutbox()).entries).toHaveLength(60);
    expect(replica.outbox()).toHaveLength(50);
    const seqs = [...server.ledger.values()].map(({ result }) => Number(result[1]));
    server.durable = seqs[4] ?? 0;
    await sync(replica);
    expect((await store.loadOutbox()).entries.map(({ n }) => n)[0]).toBe(6);
    server.durable = server.seq;
    await sync(replica);
    expect((await store.loadOutbox()).entries).toHaveLength(50);
  });

  it('numbers stay as they were where those between have left', async () => {
    const { server, replica, store } = world;
    const { id } = replica;
    await note('a');
    const { judge } = server;
    server.judge = () => ({ outcome: 'rejected', reason: 'not_found' });
    await note('b');
    server.judge = judge;
    for (let made = 0; made < 60; made += 1) await note(String(made));
    const seqs = [...server.ledger.values()].map(({ result }) => Number(result[1]));
    server.durable = seqs[9] ?? 0;
    await sync(replica);
    const { entries } = await store.loadOutbox();
    expect(entries.slice(0, 3).map(({ n }) => n)).toEqual([2, 11, 12]);
    restoreTo(20);
    await sync(replica);
    await rest(replica);
    expect(replica.id).toBe(id);
    expect(server.ledger.size).toBe(62);
    expect(
      replica
        .outbox()
        .filter(({ state }) => state === 'rejected')
        .map(({ n }) => n),
    ).toEqual([2]);
  });

  it('who cannot read the new rows yet asks for an update, and then offers everything', async () => {
    const { server, replica } = world;
    await note('a');
    restoreTo(0);
    const send = server.send.bind(server);
    server.send = async (request) => {
      const answer = JSON.parse(new TextDecoder().decode((await send(request)).body)) as unknown[];
      const { 4: cursor } = JSON.parse(String(request.body)) as unknown[];
      return json(200, [...answer.slice(0, 4), cursor, false, '', 0, 0, answer[9]]);
    };
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'b' });
    await rest(replica, 'update_needed');
    server.send = send;
    await sync(replica);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'stored', 2: 'stored' });
  });

  it('an entry is kept for 30 days, and 50 MB of them', async () => {
    const { server, store } = world;
    await note('a');
    const { entries, results } = await store.loadOutbox();
    const stored = [{ entry: entries[0], result: results[0] }] as Parameters<typeof surplusOf>[0];
    const bounds = { epoch: 'epoch-1', durable: 0, now_ms: server.now_ms };
    expect(surplusOf(stored, bounds, 0)).toEqual([]);
    expect(surplusOf(stored, { ...bounds, durable: server.seq }, 0)).toHaveLength(1);
    expect(surplusOf(stored, { ...bounds, durable: server.seq, epoch: 'other' }, 0)).toEqual([]);
    expect(
      surplusOf(stored, { ...bounds, now_ms: server.now_ms + KEPT_MS_MAX + 1 }, 0),
    ).toHaveLength(1);
    const many = Array<(typeof stored)[number]>(200_000).fill(stored[0] as (typeof stored)[number]);
    const gone = surplusOf(many, bounds, 0).length;
    const size = JSON.stringify(stored[0]?.entry).length;
    expect((many.length - gone) * size).toBeLessThanOrEqual(KEPT_BYTES_MAX);
    expect((many.length - gone + 1) * size).toBeGreaterThan(KEPT_BYTES_MAX);
  });
});
