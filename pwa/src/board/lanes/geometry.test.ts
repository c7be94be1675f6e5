import { expect, test } from 'vitest';
import { appointmentRow } from '../queries/rows';
import type { TechnicianNow } from '../queries/technicians';
import { daySpan, hoursOf, lookOf, onLine, spanOf } from './geometry';

const ZONE = 'Asia/Shanghai';
const at = (time: string): number => Date.parse(`2026-11-20T${time}+08:00`);
const NOW = at('14:20');

test('the day holds its visits in whole hours', () => {
  const early = appointmentRow({ id: 'a', start_ms: at('06:40'), end_ms: at('07:30') });
  const lane = { today: [early] } as unknown as TechnicianNow;
  const day = daySpan([lane], ZONE, NOW);
  expect(day).toEqual({ from_ms: at('06:00'), to_ms: at('18:00') });
  expect(hoursOf(day, ZONE)).toHaveLength(12);
  expect(daySpan([], ZONE, NOW)).toEqual({ from_ms: at('08:00'), to_ms: at('18:00') });
});

test('a visit lies where it happened, or where it is promised', () => {
  const visit = appointmentRow({ id: 'a', start_ms: at('09:00'), end_ms: at('10:00') });
  expect(spanOf(visit, NOW)).toEqual({ from_ms: at('09:00'), to_ms: at('10:00') });
  const atWork = { ...visit, arrived_ms: at('09:30') };
  expect(spanOf(atWork, NOW)).toEqual({ from_ms: at('09:30'), to_ms: NOW });
  const done = { ...atWork, finished_ms: at('11:00') };
  expect(spanOf(done, NOW)).toEqual({ from_ms: at('09:30'), to_ms: at('11:00') });
});

test('per cent of the line, cut at its ends', () => {
  const day = { from_ms: at('08:00'), to_ms: at('18:00') };
  expect(onLine({ from_ms: at('09:00'), to_ms: at('11:00') }, day)).toEqual({
    left: 10,
    width: 20,
  });
  expect(onLine({ from_ms: at('17:00'), to_ms: at('19:00') }, day)?.width).toBe(10);
  expect(onLine({ from_ms: at('19:00'), to_ms: at('20:00') }, day)).toBeNull();
});

test('looks', () => {
  const visit = appointmentRow({ id: 'a', start_ms: at('14:00'), end_ms: at('15:00') });
  expect(lookOf(visit, NOW)).toBe('late');
  expect(lookOf({ ...visit, start_ms: at('15:00') }, NOW)).toBe('planned');
  expect(lookOf({ ...visit, state: 'working', arrived_ms: NOW }, NOW)).toBe('working');
  expect(lookOf({ ...visit, finished_ms: NOW }, NOW)).toBe('done');
});
