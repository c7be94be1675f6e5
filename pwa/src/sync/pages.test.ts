import { beforeEach, describe, expect, it } from 'vitest';

import { type Job, ME, ORDER, openJob, PLACE, stateOf, VISIT } from './job.test.helper';
import { rest, sync } from './world.test.helper';

let world: Job;

beforeEach(async () => {
  world = await openJob();
});

describe('pages', () => {
  it('a first sync in pages brings every row and reaches the head', async () => {
    const { server, replica } = world;
    server.page_rows = 2;
    for (let at = 0; at < 5; at += 1) {
      server.enter(ME, 'location', {
        id: `60000000-0000-4000-8000-00000000001${at}`,
        name: `${at}`,
      });
    }
    server.restart('epoch-2');
    await sync(replica);
    expect(replica.view.all('location')).toHaveLength(6);
    expect(replica.status()).toMatchObject({ first_sync_done: true, mismatch_count: 0 });
  });

  it('enters, changes, leaves and lost scopes', async () => {
    const { server, replica } = world;
    server.change(ME, world.visit, 'state', 'cancelled');
    const other = server.enter(ME, 'location', { id: ORDER.replace('10', '61'), name: '新' });
    await sync(replica);
    expect(stateOf(world)).toBe('cancelled');
    expect(replica.view.all('location').map((row) => row.name)).toEqual(['3栋502', '新']);
    server.leave(ME, other);
    await sync(replica);
    expect(replica.view.all('location')).toHaveLength(1);
    server.lose(ME);
    await sync(replica);
    expect(replica.view.all('appointment')).toHaveLength(0);
    expect(replica.status().mismatch_count).toBe(0);
  });

  it('a row seen by two scopes has the fields of both and goes with the last', async () => {
    const { server, replica } = world;
    server.scope(9, 2);
    const inOffice = server.enter(9, 'customer', {
      id: PLACE,
      name: '陈女士',
      tier: 'vip',
      phone: '1',
    });
    const inCrew = server.enter(ME, 'customer', { id: PLACE, name: '陈女士', phone: '1' });
    await sync(replica);
    expect(replica.view.get('customer', PLACE)).toMatchObject({ name: '陈女士', tier: 'vip' });
    server.leave(9, inOffice);
    await sync(replica);
    expect(replica.view.get('customer', PLACE)).toMatchObject({ name: '陈女士' });
    expect(replica.view.get('customer', PLACE)?.tier).toBeUndefined();
    server.leave(ME, inCrew);
    await sync(replica);
    expect(replica.view.get('customer', PLACE)).toBeUndefined();
  });

  it('a fresh start drops what did not come again, but only at its head', async () => {
    const { server, replica } = world;
    server.members.get(ME)?.delete(1);
    server.page_rows = 1;
    server.restart('epoch-2');
    let seenWhilePaging = 0;
    server.after = () => {
      seenWhilePaging = Math.max(seenWhilePaging, replica.view.all('location').length);
    };
    await sync(replica);
    expect(seenWhilePaging).toBe(1);
    expect(replica.view.all('location')).toHaveLength(0);
    expect(replica.view.all('appointment')).toHaveLength(1);
  });

  it('a digest that differs brings what differs, and does not start anew', async () => {
    const { server, store, replica } = world;
    const [member] = await store.members();
    expect(member).toBeDefined();
    if (!member) return;
    const { state: kept } = await store.load(() => ({
      v: 1,
      line: 'l',
      replica: '',
      next_n: 1,
      next_order: 1,
    }));
    const damaged = { ...member, values: ['damaged', ...member.values.slice(1)] };
    await store.commit({
      put: [damaged],
      drop: [],
      results: [],
      purge: [],
      keep: [],
      unkeep: [],
      state: kept,
    });
    server.enter(ME, 'location', { id: ORDER.replace('10', '61'), name: '新' });
    await sync(replica);
    expect(replica.status().mismatch_count).toBe(1);
    const repaired = (await store.members()).find((one) => one.id === member.id);
    expect(repaired?.values).toEqual(member.values);
    const asked = server.seen.map((one) => one.body as unknown[]);
    expect(asked.filter((body) => body[10] !== undefined)).toHaveLength(1);
    expect(asked.slice(1).every((body) => (body[4] as unknown[])[0] === 'epoch-1')).toBe(true);
  });

  it('a row that the server does not know goes with the repair', async () => {
    const { server, store, replica } = world;
    const [member] = await store.members();
    if (!member) throw new Error('there are no rows');
    server.members.get(member.scope)?.delete(member.handle);
    await sync(replica);
    expect((await store.members()).some((one) => one.id === member.id)).toBe(false);
    expect(replica.status().mismatch_count).toBe(1);
  });

  it('a digest that never fits does not ask without end', async () => {
    const { server, replica } = world;
    server.digest_offset = 1n;
    server.enter(ME, 'location', { id: ORDER.replace('10', '61'), name: '新' });
    const before = server.seen.length;
    await sync(replica);
    expect(server.seen.length - before).toBeLessThan(8);
    expect(replica.status().mismatch_count).toBe(3);
    await sync(replica);
    expect(replica.status().mismatch_count).toBe(3);
  });
});

describe('rows that leave while unsent work names them', () => {
  it('are kept apart with what they need, and go when it is settled', async () => {
    const { server, replica, clock } = world;
    server.judge = () => {
      throw new Error('busy');
    };
    const pulling = (request: { body?: unknown }) => {
      const body = JSON.parse(String(request.body));
      body[8] = null;
      Object.assign(request, { body: JSON.stringify(body) });
      return undefined;
    };
    server.before = pulling as typeof server.before;
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    for (const handle of [1, 2, 3]) server.leave(ME, handle);
    replica.syncNow();
    await rest(replica, 'offline');
    expect(replica.view.isKept('appointment', VISIT)).toBe(true);
    expect(replica.view.isKept('work_order', ORDER)).toBe(true);
    expect(replica.view.get('location', PLACE)?.name).toBe('3栋502');
    expect(stateOf(world)).toBe('accepted');
    server.before = () => undefined;
    server.judge = () => ({ outcome: 'accepted', flags: ['late'] });
    clock.advance(60_000);
    await rest(replica);
    expect(replica.outbox()[0]).toMatchObject({ state: 'stored', flags: ['late'] });
    expect(replica.view.get('appointment', VISIT)).toBeUndefined();
    expect(replica.view.get('location', PLACE)).toBeUndefined();
  });

  it('are kept for a draft until it is discarded', async () => {
    const { server, replica } = world;
    await replica.draft.set(`note:${VISIT}`, { text: 'half a sentence' });
    for (const handle of [1, 2, 3]) server.leave(ME, handle);
    await sync(replica);
    expect(replica.view.isKept('appointment', VISIT)).toBe(true);
    expect(await replica.draft.get(`note:${VISIT}`)).toEqual({ text: 'half a sentence' });
    await replica.draft.remove(`note:${VISIT}`);
    expect(replica.view.get('appointment', VISIT)).toBeUndefined();
  });
});
