// Generated from Python by scripts/generate_contract.py. Do not edit.
import type { AppointmentState, WorkOrderState } from './enums';

export const APPOINTMENT_TRANSITIONS: Record<string, Partial<Record<AppointmentState, AppointmentState>>> = {
  'appointment.assign': { scheduled: 'dispatched' },
  'appointment.reassign': { scheduled: 'dispatched', dispatched: 'dispatched', accepted: 'dispatched', en_route: 'dispatched', on_site: 'dispatched', working: 'dispatched', paused: 'dispatched' },
  'appointment.reschedule': { scheduled: 'scheduled', dispatched: 'dispatched', accepted: 'accepted' },
  'appointment.cancel': { scheduled: 'cancelled', dispatched: 'cancelled', accepted: 'cancelled', en_route: 'cancelled', on_site: 'cancelled', working: 'cancelled', paused: 'cancelled' },
  'appointment.accept': { dispatched: 'accepted' },
  'appointment.decline': { dispatched: 'scheduled', accepted: 'scheduled' },
  'appointment.depart': { dispatched: 'en_route', accepted: 'en_route' },
  'appointment.arrive': { dispatched: 'on_site', accepted: 'on_site', en_route: 'on_site' },
  'appointment.start': { on_site: 'working' },
  'appointment.pause': { on_site: 'paused', working: 'paused' },
  'appointment.resume': { paused: 'working' },
  'appointment.no_show': { en_route: 'no_show', on_site: 'no_show' },
  'appointment.complete': { on_site: 'completed', working: 'completed', paused: 'completed' },
  'appointment.cannot_complete': { en_route: 'cannot_complete', on_site: 'cannot_complete', working: 'cannot_complete', paused: 'cannot_complete' },
  'appointment.sign': { on_site: 'on_site', working: 'working', paused: 'paused', completed: 'completed' },
  'appointment.refuse_to_sign': { on_site: 'on_site', working: 'working', paused: 'paused', completed: 'completed' },
};

export const APPOINTMENT_OPEN: readonly AppointmentState[] = ['scheduled', 'dispatched', 'accepted', 'en_route', 'on_site', 'working', 'paused'];

export const APPOINTMENT_FACTS: readonly string[] = ['appointment.accept', 'appointment.arrive', 'appointment.cannot_complete', 'appointment.complete', 'appointment.depart', 'appointment.no_show', 'appointment.pause', 'appointment.refuse_to_sign', 'appointment.resume', 'appointment.sign', 'appointment.start'];

export const WORK_ORDER_TRANSITIONS: Record<string, Partial<Record<WorkOrderState, WorkOrderState>>> = {
  'work_order.triage': { reported: 'triaged', triaged: 'triaged', assigned: 'assigned', accepted: 'accepted', surveying: 'surveying', plan_pending: 'plan_pending', approved: 'approved', in_repair: 'in_repair' },
  'work_order.hold': { reported: 'on_hold', triaged: 'on_hold', assigned: 'on_hold', accepted: 'on_hold', surveying: 'on_hold', plan_pending: 'on_hold', approved: 'on_hold', in_repair: 'on_hold' },
  'work_order.resume': { on_hold: 'triaged' },
  'work_order.decline': { reported: 'declined', triaged: 'declined' },
  'work_order.close': { done: 'closed', confirmed: 'closed' },
  'work_order.cancel': { reported: 'cancelled', triaged: 'cancelled', assigned: 'cancelled', accepted: 'cancelled', surveying: 'cancelled', plan_pending: 'cancelled', approved: 'cancelled', in_repair: 'cancelled', on_hold: 'cancelled' },
  'work_order.reopen': { done: 'triaged', confirmed: 'triaged', closed: 'triaged' },
};

export const WORK_ORDER_ACTIVE: readonly WorkOrderState[] = ['reported', 'triaged', 'assigned', 'accepted', 'surveying', 'plan_pending', 'approved', 'in_repair'];

export const WORK_ORDER_ASSIGNABLE: readonly WorkOrderState[] = ['reported', 'triaged', 'on_hold'];
