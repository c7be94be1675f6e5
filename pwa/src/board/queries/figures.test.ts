import { expect, test } from 'vitest';
import type { Territory } from '../../contract/kinds';
import { figuresByTerritory, median, total } from './figures';
import { appointmentRow, orderRow, viewOf } from './rows';

const NOW = Date.parse('2026-11-20T06:00Z');
const MIN = 60_000;
const ASKED = { now_ms: NOW, since_ms: NOW - 7 * 86_400_000, zone: 'Asia/Shanghai' };
const PUDONG: Territory = {
  id: 'pudong',
  name: '浦东',
  zone: 'Asia/Shanghai',
  outline: '',
  is_active: true,
};
const VIEW = viewOf({
  territory: [PUDONG],
  work_order: [
    orderRow({
      id: 'a',
      territory_id: 'pudong',
      reported_ms: NOW - 100 * MIN,
      arrival_due_ms: NOW - 1,
    }),
    orderRow({
      id: 'b',
      territory_id: 'pudong',
      state: 'done',
      reported_ms: NOW - 200 * MIN,
      arrived_ms: NOW - 140 * MIN,
      done_ms: NOW - MIN,
    }),
    orderRow({
      id: 'c',
      territory_id: 'pudong',
      state: 'closed',
      reported_ms: NOW - 2_000 * MIN,
      arrived_ms: NOW - 1_900 * MIN,
      done_ms: NOW - 1_800 * MIN,
    }),
    orderRow({ id: 'd', territory_id: null }),
  ],
  appointment: [
    appointmentRow({ id: '1', work_order_id: 'b', accepted_ms: NOW - 190 * MIN }),
    appointmentRow({ id: '2', work_order_id: 'b', accepted_ms: NOW - 150 * MIN }),
  ],
});

test('figures of a territory open their lists', () => {
  const [pudong, none] = figuresByTerritory(VIEW, ASKED);
  expect(pudong?.open.orders.map((each) => each.id)).toEqual(['a']);
  expect(pudong?.overdue.orders.map((each) => each.id)).toEqual(['a']);
  expect(pudong?.doneToday.orders.map((each) => each.id)).toEqual(['b']);
  expect(pudong?.response.median_min).toBe(10);
  expect(pudong?.arrival.median_min).toBe(80);
  expect(pudong?.arrival.orders.map((each) => each.id)).toEqual(['c', 'b']);
  expect(none?.territory).toBeNull();
  expect(none?.response.median_min).toBeNull();
});

test('the firm is the sum of its territories', () => {
  const lines = figuresByTerritory(VIEW, ASKED);
  const firm = total(VIEW, lines, ASKED);
  expect(firm.open.orders).toHaveLength(2);
  expect(firm.doneToday.orders).toHaveLength(1);
});

test('median', () => {
  expect(median([])).toBeNull();
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
