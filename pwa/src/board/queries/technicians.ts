/** What a technician is doing now and where he was last seen. */
import type { Appointment, Position, Technician } from '../../contract/kinds';
import { APPOINTMENT_OPEN } from '../../contract/lifecycle';
import type { View } from '../../sync/api';
import { dayOf } from '../time/local';

/** A phone on shift reports more often than this; an older position is drawn dashed. */
export const POSITION_STALE_MS = 20 * 60_000;

export interface TechnicianNow {
  readonly technician: Technician;
  readonly position: Position | undefined;
  readonly is_stale: boolean;
  readonly current: Appointment | undefined;
  /** Today's appointments by start, the cancelled ones left out. */
  readonly today: readonly Appointment[];
}

const AT_WORK: readonly string[] = ['en_route', 'on_site', 'working', 'paused'];

/** Where somebody was last seen, if he ever said. */
export function positionOf(view: View, technician_id: string): Position | undefined {
  return view.by('position', 'technician_id', technician_id)[0];
}

export function technicianNow(view: View, technician: Technician, now_ms: number): TechnicianNow {
  const all = view.by('appointment', 'technician_id', technician.id);
  const day = dayOf(now_ms, technician.zone);
  const today = all
    .filter((each) => each.state !== 'cancelled' && isOnDay(each, day, technician.zone))
    .sort((a, b) => a.start_ms - b.start_ms);
  const position = positionOf(view, technician.id);
  return {
    technician,
    position,
    is_stale: position === undefined || now_ms - position.at_ms > POSITION_STALE_MS,
    current: all.find((each) => AT_WORK.includes(each.state)),
    today,
  };
}

function isOnDay(each: Appointment, day: string, zone: string): boolean {
  if (dayOf(each.start_ms, zone) === day) return true;
  return each.finished_ms !== null && dayOf(each.finished_ms, zone) === day;
}

export function techniciansNow(view: View, now_ms: number): readonly TechnicianNow[] {
  return view
    .all('technician')
    .filter((each) => each.is_active)
    .map((each) => technicianNow(view, each, now_ms))
    .sort((a, b) => compareNames(a.technician, b.technician));
}

/** By pinyin initials where there are some, which is the order of a Chinese telephone list. */
function compareNames(a: Technician, b: Technician): number {
  return (a.initials || a.name).localeCompare(b.initials || b.name) || a.name.localeCompare(b.name);
}

export function openLoad(now: TechnicianNow): number {
  return now.today.filter((each) => APPOINTMENT_OPEN.includes(each.state)).length;
}
