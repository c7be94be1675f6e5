/** Decisions on appointments: who goes, when, or not at all. */
import type { Appointment, Technician, TechnicianSkill, WorkOrder } from '../../contract/kinds';
import { WORK_ORDER_ASSIGNABLE } from '../../contract/lifecycle';
import type {
  AssignAppointment,
  CancelAppointment,
  DeclineAppointment,
  ReassignAppointment,
  RescheduleAppointment,
} from '../../contract/mutations';
import type { Effect, Refusal, Stage, When } from '../../sync/mutator';
import { pinnedAtAssignment } from '../checklists/pinning';
import { detailOf, NOT_FOUND, writeFact } from '../fact';
import { isLastUnderWay } from './landing';
import { ASSIGNED, after, isActive } from './rollup';
import * as rules from './rules';
import { type Span, windowOf } from './window';

const DURATION_MIN = 60;

/** Send a technician: on the visit that lost its technician, or on a new one. */
export function assign(stage: Stage, args: AssignAppointment, when: When): Effect {
  const order = stage.get('work_order', args.work_order_id);
  const technician = stage.get('technician', args.technician_id);
  if (order === undefined || technician === undefined) return NOT_FOUND;
  const visits = stage.by('appointment', 'work_order_id', order.id).filter(rules.isOpen);
  const vacant = visits.find((visit) => visit.technician_id === null);
  const [taken] = visits;
  if (vacant === undefined && taken !== undefined) return alreadyAssigned(stage, taken);
  const isAssignable = WORK_ORDER_ASSIGNABLE.includes(order.state) || (vacant && isActive(order));
  if (!isAssignable) return rules.wrongOrderState(order);
  const { start_local, zone, duration_min = DURATION_MIN } = args;
  const span = windowOf(start_local, zone, duration_min);
  if ('reason' in span) return span;
  const refusal = maySend(stage, order, technician, span, start_local);
  if (refusal) return refusal;
  const promised = { start_local, zone, duration_min, ...span };
  const hands = rules.handedTo(technician.id, when.at_ms, when.user_id);
  const visit: Appointment = { ...(vacant ?? newVisit(when, order)), ...promised, ...hands };
  stage.put('appointment', visit);
  stage.put('work_order', { ...order, ...ASSIGNED, ...pinnedAtAssignment(stage, order) });
  const detail = { ...detailOf({ ...args, duration_min }), technician: technician.name };
  writeFact(stage, when, 1, { work_order_id: order.id, appointment_id: visit.id, detail });
  return 'done';
}

type Unpromised = Pick<
  Appointment,
  'id' | 'work_order_id' | 'finished_ms' | 'summary' | 'is_locked'
>;

function newVisit(when: When, order: WorkOrder): Unpromised {
  return {
    id: when.born(0),
    work_order_id: order.id,
    finished_ms: null,
    summary: '',
    is_locked: false,
  };
}

/** The visit stays and changes its technician; each fact keeps its author. */
export function reassign(stage: Stage, args: ReassignAppointment, when: When): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  const technician = stage.get('technician', args.technician_id);
  const order = stage.get('work_order', visit?.work_order_id);
  if (visit === undefined || technician === undefined || order === undefined) return NOT_FOUND;
  const state = rules.decided(when.name, visit);
  if (typeof state !== 'string') return state;
  if (!isActive(order)) return rules.wrongOrderState(order);
  if (visit.technician_id === technician.id) return alreadyAssigned(stage, visit);
  const refusal = maySend(stage, order, technician, visit, visit.start_local);
  if (refusal) return refusal;
  const before = stage.get('technician', visit.technician_id)?.name ?? '';
  stage.put('appointment', {
    ...visit,
    ...rules.handedTo(technician.id, when.at_ms, when.user_id),
  });
  stage.put('work_order', { ...order, ...ASSIGNED });
  const detail = { technician_id: technician.id, technician: technician.name, before };
  const text = args.reason ?? '';
  writeFact(stage, when, 0, { work_order_id: order.id, appointment_id: visit.id, text, detail });
  return 'done';
}

export function reschedule(stage: Stage, args: RescheduleAppointment, when: When): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  const state = rules.decided(when.name, visit);
  if (typeof state !== 'string') return state;
  const { start_local, duration_min } = args;
  const { work_order_id, zone } = visit;
  const span = windowOf(start_local, zone, duration_min);
  if ('reason' in span) return span;
  const refusal = visit.technician_id && isFree(stage, visit.technician_id, span, work_order_id);
  if (refusal) return refusal;
  const detail = { ...detailOf(args), before: visit.start_local, zone };
  stage.put('appointment', { ...visit, start_local, duration_min, ...span });
  writeFact(stage, when, 0, { work_order_id, appointment_id: visit.id, detail });
  return 'done';
}

export function cancel(stage: Stage, args: CancelAppointment, when: When): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  const state = rules.decided(when.name, visit);
  if (typeof state !== 'string') return state;
  return stepBack(stage, when, visit, args.reason, {
    state,
    finished_ms: when.at_ms,
    summary: args.reason,
  });
}

/** The technician gives the visit back: his own decision, as long as it is his. */
export function decline(stage: Stage, args: DeclineAppointment, when: When): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  if (!rules.isHis(visit, when.technician_id)) {
    return visit.technician_id === null ? rules.wrongState(visit) : alreadyAssigned(stage, visit);
  }
  const state = rules.decided(when.name, visit);
  if (typeof state !== 'string') return state;
  return stepBack(stage, when, visit, args.reason, rules.handedBack());
}

function stepBack(
  stage: Stage,
  when: When,
  visit: Appointment,
  text: string,
  fields: Partial<Appointment>,
): Effect {
  const order = stage.get('work_order', visit.work_order_id);
  if (order) {
    const isLast = isLastUnderWay(stage, visit);
    stage.put('work_order', after(when.name, order, when.at_ms, isLast));
  }
  stage.put('appointment', { ...visit, ...fields });
  writeFact(stage, when, 0, { work_order_id: visit.work_order_id, appointment_id: visit.id, text });
  return 'done';
}

/** Says whose it is and since when, so that two dispatchers can settle it by a call. */
function alreadyAssigned(stage: Stage, visit: Appointment): Refusal {
  const technician = stage.get('technician', visit.technician_id)?.name ?? '';
  const by = stage.get('user', visit.assigned_by_id)?.name ?? '';
  return { reason: 'already_assigned', detail: { technician, by, at_ms: visit.assigned_ms } };
}

function maySend(
  stage: Stage,
  order: WorkOrder,
  technician: Technician,
  span: Span,
  start_local: string,
): Refusal | null {
  if (!technician.is_active) return { reason: 'technician_inactive', detail: {} };
  const lacking = rules.hasSkill(
    order,
    skillOf(stage, technician, order),
    start_local.slice(0, 10),
  );
  return lacking ?? isFree(stage, technician.id, span, order.id);
}

/** Null: he has not got it. Undefined: this device was told of no skills of his at all. */
function skillOf(
  stage: Stage,
  technician: Technician,
  order: WorkOrder,
): TechnicianSkill | null | undefined {
  const skills = stage.by('technician_skill', 'technician_id', technician.id);
  if (skills.length === 0) return undefined;
  return skills.find((skill) => skill.skill_id === order.skill_id) ?? null;
}

function isFree(
  stage: Stage,
  technician_id: string,
  span: Span,
  but_order_id: string,
): Refusal | null {
  const visits = stage.by('appointment', 'technician_id', technician_id);
  const others = visits.filter((visit) => visit.work_order_id !== but_order_id);
  const found = rules.clash(span, others);
  if (found === undefined) return null;
  const order = stage.get('work_order', found.work_order_id);
  const number = order?.number || order?.local_code || '';
  return { reason: 'overlap', detail: { number, start_ms: found.start_ms, end_ms: found.end_ms } };
}
