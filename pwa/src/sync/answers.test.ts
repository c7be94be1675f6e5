import { beforeEach, describe, expect, it } from 'vitest';

import { bornId } from './ids';
import { type Job, ORDER, obey, openJob, stateOf, VISIT } from './job.test.helper';
import { json, PORTAL, problem } from './wire.test.helper';
import { rest, states, sync } from './world.test.helper';

let world: Job;

beforeEach(async () => {
  world = await openJob();
});

describe('answers that are none', () => {
  it("a captive portal's page acknowledges nothing", async () => {
    const { server, replica, clock } = world;
    obey(world);
    server.before = () => PORTAL;
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    await rest(replica, 'captive');
    expect(states(replica)).toEqual({ 1: 'waiting' });
    server.before = () => undefined;
    clock.advance(10_000);
    await rest(replica);
    expect(states(replica)).toEqual({ 1: 'stored' });
  });

  it.each([302, 401, 403, 511])('a page with status %i is the network, not us', async (status) => {
    const { server, replica } = world;
    server.before = () => ({ ...PORTAL, status });
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    await rest(replica, 'captive');
    expect(replica.status().waiting).toBe(1);
  });

  it('a page that says that it is broken is no sign-in', async () => {
    const { server, replica } = world;
    server.before = () => ({ ...PORTAL, status: 502 });
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    await rest(replica, 'offline');
  });

  it('being signed out deletes nothing and work goes on', async () => {
    const { server, replica } = world;
    server.before = () => problem(401, 'signed_out');
    await replica.mutate('appointment.accept', { appointment_id: VISIT });
    await rest(replica, 'signed_out');
    expect(stateOf(world)).toBe('accepted');
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'still here' });
    await rest(replica, 'signed_out');
    expect(replica.status().waiting).toBe(2);
    server.before = () => undefined;
    await sync(replica);
    expect(states(replica)).toEqual({ 1: 'stored', 2: 'stored' });
  });

  it('an unknown schema asks for an update and keeps everything', async () => {
    const { server, replica } = world;
    server.before = () => problem(409, 'schema_unknown');
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
    await rest(replica, 'update_needed');
    expect(replica.status().waiting).toBe(1);
  });

  it('a server that takes entries but tells no rows keeps cursor and rows as they are', async () => {
    const { server, replica, store } = world;
    const send = server.send.bind(server);
    const cursorOf = async () =>
      (await store.load(() => ({ v: 1, line: 'l', replica: '', next_n: 1, next_order: 1 }))).state
        .cursor;
    const before = await cursorOf();
    server.send = async (request) => {
      const http = await send(request);
      const answer = JSON.parse(new TextDecoder().decode(http.body)) as unknown[];
      const sent = JSON.parse(String(request.body));
      if (sent[8] === undefined) return problem(409, 'schema_unknown');
      const [protocol, nonce, now_ms, last] = answer;
      // Nor does it say of which epoch they are.
      return json(200, [protocol, nonce, now_ms, last, ['', 0], false, '', 0, 0, answer[9]]);
    };
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
    await rest(replica, 'update_needed');
    expect(states(replica)).toEqual({ 1: 'settling' });
    expect(replica.status().waiting).toBe(0);
    expect(await cursorOf()).toEqual(before);
    expect(replica.view.all('fact')).toHaveLength(1);
    server.send = send;
    await sync(replica);
    expect(states(replica)).toEqual({ 1: 'stored' });
  });

  it('Retry-After is honoured', async () => {
    const { server, replica, clock } = world;
    server.before = () => ({
      ...problem(503, 'busy'),
      header: (name) => (name === 'retry-after' ? '120' : null),
    });
    replica.syncNow();
    await rest(replica, 'offline');
    expect(clock.next()).toBeGreaterThanOrEqual(120_000);
  });
});

describe('identity', () => {
  it('a forked number moves what is unsent to a new replica, references included', async () => {
    const { server, replica } = world;
    const before = replica.id;
    server.ledger.set(`${before}:1`, { hash: 'of another copy', result: [] });
    server.last.set(before, 1);
    server.before = () => {
      throw new Error('no signal');
    };
    const first = await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'first' });
    await replica.mutate('work_order.note', { work_order_id: first.born(0), text: 'about it' });
    await rest(replica, 'offline');
    server.before = () => undefined;
    await sync(replica);
    expect(replica.id).not.toBe(before);
    expect(server.last.get(replica.id)).toBe(2);
    const [, second] = replica.outbox();
    expect(second?.args).toMatchObject({ work_order_id: bornId(replica.id, '1', 0) });
    expect(Object.values(states(replica))).toEqual(['stored', 'stored']);
  });

  it('a server that lacks our earlier numbers gets the rest under a new one', async () => {
    const { server, replica } = world;
    await replica.mutate('work_order.note', {
      work_order_id: ORDER,
      text: 'stored before',
    });
    await rest(replica);
    server.ledger.clear();
    server.last.clear();
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'after' });
    await rest(replica);
    expect(server.last.get(replica.id)).toBe(1);
    expect(replica.outbox().map((item) => item.state)).toEqual(['stored', 'stored']);
  });

  it('the clock is corrected by the skew of the midpoint', async () => {
    const { server, replica, clock } = world;
    server.now_ms = clock.at_ms + 90_000;
    await sync(replica);
    expect(replica.signedNowMs() - clock.at_ms).toBe(90_000);
    await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
    expect(replica.view.all('fact')[0]?.at_ms).toBe(clock.at_ms + 90_000);
  });
});
