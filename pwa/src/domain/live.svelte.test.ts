import { expect, it } from 'vitest';

import { ME, ORDER, openJob, VISIT } from '../sync/job.test.helper';
import { sync } from '../sync/world.test.helper';
import { createLive } from './live.svelte';

it('what a screen reads is new when rows, outbox or status moved, until it stops', async () => {
  const { server, replica, visit } = await openJob();
  const live = createLive(replica);
  const state = live.query((view) => view.get('appointment', VISIT)?.state);
  expect(state.current).toBe('dispatched');
  server.change(ME, visit, 'state', 'cancelled');
  await sync(replica);
  expect(state.current).toBe('cancelled');
  await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'x' });
  expect(live.outbox.current.map((item) => item.name)).toEqual(['work_order.note']);
  expect(live.status.current.waiting).toBe(1);
  live.stop();
  await replica.mutate('work_order.note', { work_order_id: ORDER, text: 'y' });
  expect(live.outbox.current).toHaveLength(1);
});
