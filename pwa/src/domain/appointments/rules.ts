/** What may happen to an appointment. Pure; means the same as `server/appointments/rules.py`. */
import { AppointmentState } from '../../contract/enums';
import type { Appointment, TechnicianSkill, WorkOrder } from '../../contract/kinds';
import { APPOINTMENT_OPEN, APPOINTMENT_TRANSITIONS } from '../../contract/lifecycle';
import { Mutation, type MutationName } from '../../contract/mutations';
import type { Refusal } from '../../sync/mutator';
import { overlaps, type Span } from './window';

const TAKING: readonly string[] = [Mutation.AcceptAppointment, Mutation.Depart, Mutation.Arrive];
const FINISHING: readonly string[] = [Mutation.Complete, Mutation.CannotComplete, Mutation.NoShow];

export const AT_WORK: readonly AppointmentState[] = [
  AppointmentState.ON_SITE,
  AppointmentState.WORKING,
  AppointmentState.PAUSED,
];

export function isOpen(visit: Appointment): boolean {
  return APPOINTMENT_OPEN.includes(visit.state);
}

/** Where a step leads from this state, or null when it does not apply. */
export function nextState(name: MutationName, state: AppointmentState): AppointmentState | null {
  return APPOINTMENT_TRANSITIONS[name]?.[state] ?? null;
}

/** Whether the author is the one who is to go now. */
export function isHis(visit: Appointment, technician_id: string | null): boolean {
  return visit.technician_id !== null && visit.technician_id === technician_id;
}

/** Where a fact leads; null: it is kept, but late, and moves nothing. */
export function landing(
  name: MutationName,
  visit: Appointment,
  technician_id: string | null,
): AppointmentState | null {
  return isHis(visit, technician_id) ? nextState(name, visit.state) : null;
}

/** The times (and the last words) that a landed fact writes on its appointment. */
export function stamps(
  name: MutationName,
  visit: Appointment,
  at_ms: number,
  text: string,
): Partial<Appointment> {
  return {
    ...(TAKING.includes(name) ? { accepted_ms: visit.accepted_ms ?? at_ms } : {}),
    ...(name === Mutation.Depart ? { departed_ms: at_ms } : {}),
    ...(name === Mutation.Arrive ? { arrived_ms: at_ms } : {}),
    ...(name === Mutation.Start ? { started_ms: at_ms } : {}),
    ...(FINISHING.includes(name) ? { finished_ms: at_ms, summary: text } : {}),
  };
}

type Hands = Pick<
  Appointment,
  | 'technician_id'
  | 'state'
  | 'assigned_ms'
  | 'assigned_by_id'
  | 'accepted_ms'
  | 'departed_ms'
  | 'arrived_ms'
  | 'started_ms'
>;

const UNTOUCHED = {
  accepted_ms: null,
  departed_ms: null,
  arrived_ms: null,
  started_ms: null,
} as const;

/** The fields of a visit that goes to a technician: what the one before did is history. */
export function handedTo(technician_id: string, at_ms: number, by_id: string): Hands {
  const assigned = { assigned_ms: at_ms, assigned_by_id: by_id };
  return { technician_id, state: AppointmentState.DISPATCHED, ...assigned, ...UNTOUCHED };
}

/** The fields of a visit that waits for somebody again. */
export function handedBack(): Hands {
  const assigned = { assigned_ms: null, assigned_by_id: null };
  return { technician_id: null, state: AppointmentState.SCHEDULED, ...assigned, ...UNTOUCHED };
}

export function wrongState(visit: Appointment): Refusal {
  return { reason: 'appointment_state', detail: { state: visit.state } };
}

export function wrongOrderState(order: WorkOrder): Refusal {
  return { reason: 'order_state', detail: { state: order.state } };
}

/** Where a decision leads, or why it does not apply. */
export function decided(name: MutationName, visit: Appointment): AppointmentState | Refusal {
  return nextState(name, visit.state) ?? wrongState(visit);
}

/** The first of the technician's open visits that this window cuts into. */
export function clash(span: Span, others: readonly Appointment[]): Appointment | undefined {
  return others
    .filter((visit) => isOpen(visit) && overlaps(span, visit))
    .sort((a, b) => a.start_ms - b.start_ms || (a.id < b.id ? -1 : 1))[0];
}

/**
 * Whether somebody with this skill row may go to the order on a local day. `held` undefined where
 * the device does not know skills at all: then only the server can say no.
 */
export function hasSkill(
  order: WorkOrder,
  held: TechnicianSkill | null | undefined,
  day: string,
): Refusal | null {
  if (order.skill_id === null || held === undefined) return null;
  const isEnough = held?.is_active === true && held.level >= order.skill_level;
  const isValid = held?.expires_on == null || day <= held.expires_on;
  if (isEnough && isValid) return null;
  return { reason: 'lacks_skill', detail: { skill_id: order.skill_id, level: order.skill_level } };
}
