/** Several tabs over one store: what one of them wrote goes out, whatever becomes of it. */
import { beforeEach, expect, it } from 'vitest';

import { type Job, MUTATORS, ORDER, openJob } from './job.test.helper';
import { openWorld, rest, sync, Tabs } from './world.test.helper';

let tabs: Tabs;
let leader: Job;
let wake: () => void;

const another = () =>
  openWorld({ mutators: MUTATORS, server: leader.server, store: leader.store, tabs });

/** The leading tab, beside one that was killed after it had written and before it could say so. */
beforeEach(async () => {
  tabs = new Tabs();
  const onWake = (run: () => void) => {
    wake = run;
    return () => undefined;
  };
  leader = await openJob({ tabs, wake: onWake });
  const other = await another();
  tabs.kill();
  await other.replica.mutate('work_order.note', { work_order_id: ORDER, text: 'unheard' });
  await sync(leader.replica);
  expect(leader.server.last.get(leader.replica.id) ?? 0).toBe(0);
});

it('by the next tab that opens', async () => {
  const next = await another();
  await rest(leader.replica);
  expect(leader.server.last.get(leader.replica.id)).toBe(1);
  expect(next.replica.status().waiting).toBe(0);
});

it('by the leading tab itself, when somebody looks at it', async () => {
  const asked = leader.server.seen.length;
  wake();
  await rest(leader.replica);
  expect(leader.server.last.get(leader.replica.id)).toBe(1);
  expect(leader.replica.outbox().map((item) => item.state)).toEqual(['stored']);
  expect(leader.server.seen.length - asked).toBe(1);
});

it('asks once when somebody looks and nothing waits', async () => {
  wake();
  await rest(leader.replica);
  const asked = leader.server.seen.length;
  wake();
  await rest(leader.replica);
  expect(leader.server.seen.length - asked).toBe(1);
});
