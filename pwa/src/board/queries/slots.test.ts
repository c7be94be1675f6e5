import { expect, test } from 'vitest';
import { appointmentRow, viewOf } from './rows';
import { freeStart } from './slots';

const ZONE = 'Asia/Shanghai';
const NOW = Date.parse('2026-11-20T02:00Z');
const ASKED = { technician_id: 'technician', work_order_id: 'job', duration_min: 60 };

function visit(id: string, from: string, to: string, state: 'accepted' | 'completed' = 'accepted') {
  return appointmentRow({
    id,
    state,
    work_order_id: id,
    start_ms: Date.parse(from),
    end_ms: Date.parse(to),
  });
}

test('the next quarter when nothing stands in the way', () => {
  expect(freeStart(viewOf({}), ASKED, ZONE, NOW)).toBe('2026-11-20T10:15');
  const done = visit('done', '2026-11-20T02:00Z', '2026-11-20T05:00Z', 'completed');
  expect(freeStart(viewOf({ appointment: [done] }), ASKED, ZONE, NOW)).toBe('2026-11-20T10:15');
});

test('after the visits that it would cut into', () => {
  const appointment = [
    visit('a', '2026-11-20T02:30Z', '2026-11-20T03:10Z'),
    visit('b', '2026-11-20T03:40Z', '2026-11-20T05:00Z'),
  ];
  expect(freeStart(viewOf({ appointment }), ASKED, ZONE, NOW)).toBe('2026-11-20T13:00');
});

test('the next morning when the day is full', () => {
  const appointment = [visit('a', '2026-11-20T02:00Z', '2026-11-20T10:00Z')];
  expect(freeStart(viewOf({ appointment }), ASKED, ZONE, NOW)).toBe('2026-11-21T09:00');
});

test('its own visit does not stand in its way', () => {
  const own = { ...visit('a', '2026-11-20T02:00Z', '2026-11-20T10:00Z'), work_order_id: 'job' };
  expect(freeStart(viewOf({ appointment: [own] }), ASKED, ZONE, NOW)).toBe('2026-11-20T10:15');
});
