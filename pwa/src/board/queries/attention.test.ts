import { expect, test } from 'vitest';
import type { CheckIn, ChecklistVersion, Technician, WorkOrder } from '../../contract/kinds';
import type { OutboxItem } from '../../sync/api';
import { attentionByOrder, LATE_SHOWN_MS } from './attention';
import { appointmentRow, factRow, orderRow, viewOf } from './rows';

const NOW = 1_800_000_000_000;
const READER = { now_ms: NOW, readUntil: (id: string) => (id === 'read' ? NOW : 0) };
const REFUSED: OutboxItem = {
  n: 3,
  replica: 'r',
  name: 'appointment.assign',
  args: {},
  device_ms: 0,
  state: 'rejected',
  flags: [],
  reason: 'already_assigned',
  rows: ['refused'],
  waitsForOffice: false,
};

test('each order says why it waits for somebody', () => {
  const view = viewOf({
    work_order: [
      orderRow({ id: 'homeless', number: 'BX-1', territory_id: null }),
      orderRow({ id: 'new', number: null, territory_id: null }),
      orderRow({ id: 'late' }),
      orderRow({ id: 'read' }),
      orderRow({ id: 'asked' }),
      orderRow({ id: 'declined' }),
      orderRow({ id: 'planned' }),
      orderRow({ id: 'unsigned', state: 'done', signing: 'refused' }),
      orderRow({ id: 'refused' }),
      orderRow({ id: 'gone', number: 'BX-2', state: 'cancelled', territory_id: null }),
    ],
    appointment: [appointmentRow({ id: 'a', work_order_id: 'planned' })],
    technician: [{ id: 't', user_id: 'zhao' } as Technician],
    fact: [
      factRow({ id: '1', work_order_id: 'late', is_late: true, recorded_ms: NOW - 1 }),
      factRow({ id: '2', work_order_id: 'read', is_late: true, recorded_ms: NOW - 1 }),
      factRow({ id: '5', work_order_id: 'read', is_late: true, recorded_ms: NOW - LATE_SHOWN_MS }),
      factRow({ id: '6', work_order_id: 'asked', verb: 'work_order.note', author_id: 'zhao' }),
      factRow({ id: '7', work_order_id: 'read', verb: 'work_order.note', author_id: 'office' }),
      factRow({ id: '3', work_order_id: 'declined', verb: 'appointment.decline' }),
      factRow({ id: '4', work_order_id: 'planned', verb: 'appointment.decline' }),
    ],
  });
  const found = attentionByOrder(view, [REFUSED, { ...REFUSED, state: 'stored' }], READER);
  const kinds = Object.fromEntries([...found].map(([id, all]) => [id, all.map((x) => x.kind)]));
  expect(kinds).toEqual({
    homeless: ['needs_place'],
    late: ['late'],
    asked: ['remark'],
    declined: ['declined'],
    unsigned: ['unsigned'],
    refused: ['refused'],
  });
});

test('a flagged check-in waits on an open order until somebody has looked', () => {
  const kindsOf = (review: CheckIn['review'], state: WorkOrder['state']) => {
    const view = viewOf({
      work_order: [orderRow({ id: 'o', state })],
      check_in: [{ id: 'c', work_order_id: 'o', review } as CheckIn],
    });
    return [...attentionByOrder(view, [], READER).values()].flat();
  };
  expect(kindsOf('awaiting', 'in_repair')).toEqual([{ kind: 'check_in', n: 1 }]);
  expect(kindsOf('seen', 'in_repair')).toEqual([]);
  expect(kindsOf('none', 'in_repair')).toEqual([]);
  expect(kindsOf('awaiting', 'closed')).toEqual([]);
});

test('the last thing that happened counts', () => {
  const view = viewOf({
    work_order: [orderRow({ id: 'a' })],
    fact: [
      factRow({ id: '1', work_order_id: 'a', verb: 'appointment.decline', at_ms: 1 }),
      factRow({ id: '2', work_order_id: 'a', verb: 'appointment.no_show', at_ms: 2 }),
      factRow({
        id: '3',
        work_order_id: 'a',
        verb: 'appointment.cannot_complete',
        at_ms: 3,
        struck_by_id: 'x',
      }),
    ],
  });
  expect(
    attentionByOrder(view, [], READER)
      .get('a')
      ?.map((each) => each.kind),
  ).toEqual(['no_show']);
});

test('a checklist with gaps waits from the end of the work until the order is closed', () => {
  const items = JSON.stringify([{ code: 'lock', kind: 'check', is_required: true }]);
  const checklist_version = [{ id: 'v', items } as ChecklistVersion];
  const end = factRow({ id: 'f', work_order_id: 'done', verb: 'appointment.complete' });
  const list = { checklist_version_id: 'v' };
  const kindsOf = (state: 'in_repair' | 'done' | 'closed', value = '') => {
    const work_order = [orderRow({ id: 'done', state, ...list })];
    const answer = { id: 'a', work_order_id: 'done', item: 'lock', value, ...list };
    const checklist_answer = [{ ...answer, appointment_id: null, author_id: null, answered_ms: 1 }];
    const view = viewOf({ work_order, checklist_version, checklist_answer, fact: [end] });
    return attentionByOrder(view, [], READER).get('done') ?? [];
  };
  expect(kindsOf('done')).toEqual([{ kind: 'gaps', n: 1, fact: end }]);
  expect(kindsOf('done', 'fail')).toEqual([]);
  expect(kindsOf('in_repair')).toEqual([]);
  expect(kindsOf('closed')).toEqual([]);
});
