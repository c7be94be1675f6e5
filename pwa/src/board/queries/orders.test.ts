import { describe, expect, test } from 'vitest';
import {
  byUrgency,
  clockOf,
  currentAppointment,
  figureCounts,
  HOUR_MS,
  numberOf,
  orderByNumber,
} from './orders';
import { appointmentRow, orderRow, viewOf } from './rows';

const NOW = 1_800_000_000_000;

describe('clock', () => {
  test.each([
    [{ arrival_due_ms: null }, 'none'],
    [{ arrival_due_ms: NOW + 2 * HOUR_MS }, 'left'],
    [{ arrival_due_ms: NOW + HOUR_MS }, 'soon'],
    [{ arrival_due_ms: NOW - 1 }, 'over'],
    [{ arrival_due_ms: NOW - 1, arrived_ms: NOW - 2 }, 'none'],
    [{ arrival_due_ms: NOW - 1, state: 'on_hold' }, 'paused'],
    [{ arrival_due_ms: NOW - 1, state: 'cancelled' }, 'none'],
  ] as const)('%o is %s', (given, kind) => {
    expect(clockOf(orderRow({ id: 'a', ...given }), NOW).kind).toBe(kind);
  });
});

test('the figures of the bar', () => {
  const orders = [
    orderRow({ id: 'late', arrival_due_ms: NOW - 1 }),
    orderRow({ id: 'soon', arrival_due_ms: NOW + 1, state: 'assigned' }),
    orderRow({ id: 'away', state: 'in_repair', arrived_ms: NOW }),
    orderRow({ id: 'done', state: 'done' }),
  ];
  const view = viewOf({
    work_order: orders,
    appointment: [
      appointmentRow({ id: '1', work_order_id: 'soon' }),
      appointmentRow({ id: '2', work_order_id: 'away', state: 'working' }),
      appointmentRow({ id: '3', work_order_id: 'late', state: 'scheduled', technician_id: null }),
    ],
  });
  expect(figureCounts(view, orders, NOW)).toEqual({
    overdue: 1,
    soon: 1,
    unassigned: 1,
    moving: 1,
  });
  expect(currentAppointment(view, 'late')).toBeUndefined();
});

test('soonest promise first, then the grade', () => {
  const sorted = [
    orderRow({ id: 'none' }),
    orderRow({ id: 'held', state: 'on_hold', arrival_due_ms: 1 }),
    orderRow({ id: 'normal', arrival_due_ms: NOW }),
    orderRow({ id: 'urgent', arrival_due_ms: NOW, grade: 'urgent' }),
    orderRow({ id: 'first', arrival_due_ms: NOW - 1, grade: 'minor' }),
  ].sort(byUrgency);
  expect(sorted.map((each) => each.id)).toEqual(['first', 'urgent', 'normal', 'none', 'held']);
});

test('an order is found by number, local code and id', () => {
  const order = orderRow({ id: 'a1b2c3d4-0000', local_code: 'W-7' });
  const numbered = orderRow({ id: 'x', number: 'BX-2026-000123' });
  const view = viewOf({ work_order: [order, numbered] });
  expect(numberOf(order)).toBe('W-7');
  expect(orderByNumber(view, 'W-7')?.id).toBe(order.id);
  expect(orderByNumber(view, 'BX-2026-000123')?.id).toBe('x');
  expect(orderByNumber(view, 'x')?.id).toBe('x');
  expect(orderByNumber(view, 'nothing')).toBeUndefined();
});
