import { expect, test } from 'vitest';
import type { Shift } from '../../../contract/kinds';
import { clock, minutesOf, shiftWords } from './shifts';

function shift(weekday: number, start_min: number, end_min: number, is_active = true): Shift {
  return { id: `${weekday}`, technician_id: 't', weekday, start_min, end_min, is_active };
}

test('equal days are joined, the others named', () => {
  const week = [
    shift(5, 540, 720),
    ...[0, 1, 2, 3].map((day) => shift(day, 480, 1020)),
    shift(4, 1320, 1800),
    shift(6, 480, 1020, false),
  ];
  expect(shiftWords(week, 'zh-CN')).toBe(
    '周一–周四 08:00–17:00 · 周五 22:00–06:00 · 周六 09:00–12:00',
  );
  expect(shiftWords(week.slice(0, 1), 'en')).toBe('Sat 09:00–12:00');
  expect(shiftWords([], 'en')).toBe('');
});

test('a time of day is read as it is written', () => {
  expect(minutesOf('08:30')).toBe(510);
  expect(clock(510)).toBe('08:30');
  expect(clock(1_800)).toBe('06:00');
  expect(minutesOf('')).toBeNull();
});
