import { expect, test } from 'vitest';
import { appointmentRow, orderRow, viewOf } from '../queries/rows';
import { filterOf, filterOrders } from './filter';

const NOW = Date.parse('2026-11-20T06:00Z');
const VIEW = viewOf({
  work_order: [
    orderRow({ id: 'late', arrival_due_ms: NOW - 1, grade: 'urgent', territory_id: 'pudong' }),
    orderRow({ id: 'done', state: 'done', done_ms: NOW - 1, territory_id: 'pudong' }),
    orderRow({ id: 'homeless', territory_id: null, title: '路灯不亮' }),
    orderRow({ id: 'away', state: 'assigned', customer_id: 'zhang' }),
  ],
  appointment: [appointmentRow({ id: 'v', work_order_id: 'away', technician_id: 'zhao' })],
});

function ids(search: string): readonly string[] {
  const filter = filterOf(new URLSearchParams(search));
  return filterOrders(VIEW, filter, NOW, 'Asia/Shanghai').map((each) => each.id);
}

test.each([
  ['', ['late', 'homeless', 'away']],
  ['state=ended', ['done']],
  ['state=every', ['late', 'done', 'homeless', 'away']],
  ['state=nonsense', ['late', 'homeless', 'away']],
  ['grade=urgent', ['late']],
  ['territory=none', ['homeless']],
  ['territory=pudong&state=every', ['late', 'done']],
  ['technician=zhao', ['away']],
  ['customer=zhang', ['away']],
  ['q=路灯', ['homeless']],
  ['figure=overdue', ['late']],
  ['figure=doneToday', ['done']],
  ['figure=unassigned&territory=pudong', ['late']],
  ['figure=nonsense', ['late', 'homeless', 'away']],
])('orders?%s', (search, expected) => {
  expect(ids(search)).toEqual(expected);
});
