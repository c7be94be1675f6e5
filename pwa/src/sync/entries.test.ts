import { beforeEach, describe, expect, it } from 'vitest';

import { EntryTooLarge } from './entry';
import { bornId } from './ids';
import { type Job, ME, ORDER, obey, openJob, stateOf, VISIT } from './job.test.helper';
import { http } from './wire.test.helper';
import { rest, states, sync } from './world.test.helper';

let world: Job;

beforeEach(async () => {
  world = await openJob();
});

describe('entries', () => {
  it('show at once, travel, settle, and the server sees the hash it can compute', async () => {
    const { server, replica } = world;
    obey(world);
    const done = replica.mutate('appointment.accept', { appointment_id: VISIT });
    await done;
    expect(stateOf(world)).toBe('accepted');
    expect(states(replica)).toEqual({ 1: expect.stringMatching(/waiting|sending/) });
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'stored' });
    expect(server.last.get(replica.id)).toBe(1);
    expect(stateOf(world)).toBe('accepted');
  });

  it('are numbered densely and born ids are those that the server computes', async () => {
    const { replica } = world;
    const made = await Promise.all(
      ['a', 'b', 'c'].map((text) =>
        replica.mutate('work_order.note', { work_order_id: ORDER, text }),
      ),
    );
    expect(made.map((one) => one.n)).toEqual([1, 2, 3]);
    expect(made[1]?.born(0)).toBe(bornId(replica.id, '2', 0));
    expect(replica.view.all('fact').map((fact) => fact.text)).toEqual(['a', 'b', 'c']);
  });

  it('above the limit cannot be authored', async () => {
    const { replica } = world;
    const text = 'x'.repeat(20_000);
    await expect(replica.mutate('work_order.note', { work_order_id: ORDER, text })).rejects.toThrow(
      EntryTooLarge,
    );
    expect(
      (await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'short' })).n,
    ).toBe(1);
  });

  it('whose answer was lost are sent again and happen once', async () => {
    const { server, replica, clock } = world;
    let runs = 0;
    server.judge = () => {
      runs += 1;
      return { outcome: 'accepted' };
    };
    server.after = () => {
      server.after = () => undefined;
      throw new Error('the line went dead');
    };
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'once' });
    await rest(replica, 'offline');
    expect(runs).toBe(1);
    expect(states(replica)).toEqual({ 1: 'waiting' });
    clock.advance(10_000);
    await rest(replica);
    expect(runs).toBe(1);
    expect(states(replica)).toEqual({ 1: 'stored' });
  });

  it('that were refused stay in the tray and hold up nobody', async () => {
    const { server, replica } = world;
    server.judge = (entry) =>
      entry.n === 1 ? { outcome: 'rejected', reason: 'not_allowed' } : { outcome: 'accepted' };
    const note = (text: string) =>
      replica.mutate('work_order.note', { work_order_id: ORDER, text });
    await Promise.all([note('refused'), note('fine')]);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'rejected', 2: 'stored' });
    expect(replica.outbox()[0]?.reason).toBe('not_allowed');
    expect(replica.status()).toMatchObject({ waiting: 0, attention: 1 });
    expect(replica.view.all('fact').map((fact) => fact.text)).not.toContain('refused');
    const sent = await replica.resend(1, { work_order_id: ORDER, text: 'better' });
    expect(sent.n).toBe(3);
    await rest(replica);
    expect(states(replica)).toEqual({ 2: 'stored', 3: 'stored' });
    expect(replica.status().attention).toBe(0);
  });

  it('leave the tray when they were read', async () => {
    const { server, replica } = world;
    server.judge = () => ({ outcome: 'rejected', reason: 'wrong_state' });
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
    await rest(replica);
    await replica.dismiss(1);
    expect(replica.outbox()).toHaveLength(0);
    expect(replica.status().attention).toBe(0);
    await sync(replica);
    expect(replica.outbox()).toHaveLength(0);
  });

  it('whose mutator cannot run wait for the office and stop nothing', async () => {
    const { server, replica } = world;
    server.before = () => {
      throw new Error('no signal');
    };
    await replica.mutate('work_order.hold', { work_order_id: ORDER, reason: 'bug' });
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'after' });
    expect(replica.outbox().map((item) => item.waitsForOffice)).toEqual([true, false]);
    expect(replica.view.all('fact')).toHaveLength(1);
  });

  it('are replayed over rows that moved meanwhile', async () => {
    const { server, replica, clock } = world;
    server.before = () => {
      throw new Error('no signal');
    };
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    await rest(replica, 'offline');
    server.change(ME, world.visit, 'start_local', '2026-03-02T09:00');
    server.judge = () => {
      throw new Error('busy');
    };
    server.before = (request) => {
      // The pull gets through, the push does not.
      const body = JSON.parse(String(request.body));
      body[8] = null;
      Object.assign(request, { body: JSON.stringify(body) });
      return undefined;
    };
    clock.advance(10_000);
    await rest(replica, 'offline');
    expect(replica.view.get('appointment', VISIT)).toMatchObject({
      state: 'accepted',
      start_local: '2026-03-02T09:00',
    });
    server.change(ME, world.visit, 'state', 'cancelled');
    clock.advance(10_000);
    await rest(replica, 'offline');
    expect(stateOf(world)).toBe('cancelled');
    expect(replica.outbox()[0]).toMatchObject({ state: 'waiting', waitsForOffice: true });
  });
});

describe('limits', () => {
  it('a batch that is too large is halved until it fits', async () => {
    const { server, replica } = world;
    server.request_bytes_max = 2_000;
    const texts = Array.from({ length: 8 }, (_, at) => `${at}`.padStart(300, '.'));
    await Promise.all(
      texts.map((text) => replica.mutate('work_order.note', { work_order_id: ORDER, text })),
    );
    await rest(replica);
    expect(server.last.get(replica.id)).toBe(8);
    expect(Object.values(states(replica))).toEqual(Array(8).fill('stored'));
  });

  it('an entry too large by itself goes without its body and holds up nobody', async () => {
    const { server, replica } = world;
    server.request_bytes_max = 1_000;
    const note = (text: string) =>
      replica.mutate('work_order.note', { work_order_id: ORDER, text });
    await Promise.all([note('x'.repeat(2_000)), note('fits')]);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'set_aside', 2: 'stored' });
  });

  it("a proxy that answers 413 to everything takes no entry's body", async () => {
    const { server, replica, clock } = world;
    server.before = () => http(413, '<html>Request Entity Too Large</html>', {});
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'whole' });
    await rest(replica, 'offline');
    server.before = () => undefined;
    clock.advance(60_000);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'stored' });
  });

  it('a server that cannot tell entries from their columns gets them spelt out', async () => {
    const { server, replica } = world;
    server.isBlind = true;
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'twice asked' });
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'stored' });
    const pushes = server.seen.map((one) => (one.body as unknown[])[8]).filter(Boolean);
    expect(pushes.map((push) => (push as unknown[]).length)).toEqual([14, 9]);
  });

  it('only the last fifty stored ones stay', async () => {
    const { replica } = world;
    for (let at = 0; at < 60; at += 1)
      await replica.mutate('work_order.note', { work_order_id: ORDER, text: `${at}` });
    await rest(replica);
    await sync(replica);
    expect(replica.outbox()).toHaveLength(50);
    expect(replica.outbox()[0]?.n).toBe(11);
  });
});
