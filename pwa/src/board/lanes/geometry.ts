/** The day as lanes: where a visit lies on a line from one hour to another. Pure. */
import type { Appointment } from '../../contract/kinds';
import type { TechnicianNow } from '../queries/technicians';
import { dayOf, dayStart, minuteOf, nextDay } from '../time/local';

const HOUR_MS = 3_600_000;
const DAY_FROM_H = 8;
const DAY_TO_H = 18;

export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** Times that count: the promised window before work, the real one after. */
export function spanOf(visit: Appointment, now_ms: number): Span {
  const from_ms = visit.arrived_ms ?? visit.start_ms;
  if (visit.finished_ms !== null) return { from_ms, to_ms: Math.max(visit.finished_ms, from_ms) };
  if (visit.arrived_ms === null) return { from_ms, to_ms: visit.end_ms };
  const planned_ms = from_ms + (visit.end_ms - visit.start_ms);
  return { from_ms, to_ms: Math.max(planned_ms, now_ms) };
}

/** The day on the screen: working hours, widened to hold every visit, whole hours. */
export function daySpan(technicians: readonly TechnicianNow[], zone: string, now_ms: number): Span {
  const start_ms = dayStart(dayOf(now_ms, zone), zone);
  const end_ms = dayStart(nextDay(dayOf(now_ms, zone)), zone);
  const spans = technicians.flatMap((each) => each.today.map((visit) => spanOf(visit, now_ms)));
  const first = Math.min(start_ms + DAY_FROM_H * HOUR_MS, ...spans.map((each) => each.from_ms));
  const last = Math.max(start_ms + DAY_TO_H * HOUR_MS, ...spans.map((each) => each.to_ms));
  return {
    from_ms: Math.max(start_ms, start_ms + Math.floor((first - start_ms) / HOUR_MS) * HOUR_MS),
    to_ms: Math.min(end_ms, start_ms + Math.ceil((last - start_ms) / HOUR_MS) * HOUR_MS),
  };
}

export function hoursOf({ from_ms, to_ms }: Span, zone: string): readonly string[] {
  const hours: string[] = [];
  for (let at = from_ms; at < to_ms; at += HOUR_MS) hours.push(minuteOf(at, zone).slice(0, 2));
  return hours;
}

/** Per cent of the line; null when it lies outside. */
export function onLine(span: Span, day: Span): { left: number; width: number } | null {
  const whole = day.to_ms - day.from_ms;
  const from = Math.max(span.from_ms, day.from_ms);
  const to = Math.min(span.to_ms, day.to_ms);
  if (whole <= 0 || to <= from) return null;
  return { left: ((from - day.from_ms) / whole) * 100, width: ((to - from) / whole) * 100 };
}

export type Look = 'done' | 'working' | 'late' | 'planned';

/** Past outlined, working filled, planned tinted; late when its start has passed without anybody. */
export function lookOf(visit: Appointment, now_ms: number): Look {
  if (visit.finished_ms !== null || visit.state === 'completed') return 'done';
  if (['on_site', 'working', 'paused'].includes(visit.state)) return 'working';
  return visit.start_ms < now_ms && visit.arrived_ms === null ? 'late' : 'planned';
}
