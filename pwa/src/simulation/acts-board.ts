/** What dispatchers do, on the rows that their board shows them. */
import { AppointmentState, Grade, WorkOrderState } from '../contract/enums';
import type { Appointment, WorkOrder } from '../contract/kinds';
import { Mutation, type MutationArgs, type MutationName } from '../contract/mutations';
import type { Replica } from '../sync/api';
import type { Act } from './acts';
import type { Dice } from './random';

export const EAST = { lon_e7: 1_214_500_000, lat_e7: 312_500_000 };
export const WEST = { lon_e7: 1_210_500_000, lat_e7: 312_500_000 };
const ZONE = 'Asia/Shanghai';
const OPEN: readonly string[] = [
  AppointmentState.SCHEDULED,
  AppointmentState.DISPATCHED,
  AppointmentState.ACCEPTED,
  AppointmentState.EN_ROUTE,
  AppointmentState.ON_SITE,
  AppointmentState.WORKING,
  AppointmentState.PAUSED,
];
const NEW: readonly string[] = [WorkOrderState.REPORTED, WorkOrderState.TRIAGED];

export type Writes<N extends MutationName> = readonly [N, MutationArgs[N]] | null;

/** An act that writes one entry, if there is anything to write it about. */
function writes<N extends MutationName>(
  often: number,
  make: (replica: Replica, dice: Dice, mark: () => string) => Writes<N>,
): Act {
  return {
    often,
    who: 'board',
    run: (history, device, dice) => {
      const made = device.page && make(device.page.replica, dice, () => history.mark());
      if (made) history.write(device, made[0], made[1]);
    },
  };
}

function order(replica: Replica, dice: Dice): WorkOrder | undefined {
  return dice.pick(replica.view.all('work_order'));
}

function openVisit(replica: Replica, dice: Dice): Appointment | undefined {
  return dice.pick(replica.view.all('appointment').filter((visit) => OPEN.includes(visit.state)));
}

function someone(replica: Replica, dice: Dice): string {
  return dice.pick(replica.view.all('technician'))?.id ?? '';
}

function localTime(dice: Dice): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `2026-03-${two(dice.between(2, 28))}T${two(dice.between(8, 17))}:00`;
}

type Ending = (typeof Mutation)['HoldWorkOrder' | 'CancelWorkOrder' | 'DeclineWorkOrder'];

/** A decision on an order that needs only a reason. */
function ordered(often: number, name: Ending): Act {
  return writes(often, (replica, dice) => {
    const found = order(replica, dice);
    return found ? [name, { work_order_id: found.id, reason: 'so' }] : null;
  });
}

export const BOARD_ACTS = {
  report: writes(3, (replica, dice, mark) => {
    const known = dice.chance(0.4) ? dice.pick(replica.view.all('customer')) : undefined;
    const whose = known
      ? { customer_id: known.id }
      : { new_customer_name: 'Wang', new_contact_name: 'Li' };
    const where = dice.chance(0.9) ? { fix: dice.pick([EAST, WEST]), address: 'Road 1' } : {};
    return [Mutation.ReportWorkOrder, { title: `Leak ${mark()}`, phone: '1', ...whose, ...where }];
  }),
  assign: writes(5, (replica, dice) => {
    const fresh = replica.view.all('work_order').filter((one) => NEW.includes(one.state));
    const found = dice.pick(fresh) ?? order(replica, dice);
    if (!found) return null;
    const technician_id = someone(replica, dice);
    const when = { start_local: localTime(dice), zone: ZONE };
    return [Mutation.AssignAppointment, { work_order_id: found.id, technician_id, ...when }];
  }),
  reassign: writes(4, (replica, dice) => {
    const visit = openVisit(replica, dice);
    const technician_id = someone(replica, dice);
    return visit
      ? [Mutation.ReassignAppointment, { appointment_id: visit.id, technician_id }]
      : null;
  }),
  reschedule: writes(1, (replica, dice) => {
    const visit = openVisit(replica, dice);
    const when = { start_local: localTime(dice), duration_min: 60 };
    return visit ? [Mutation.RescheduleAppointment, { appointment_id: visit.id, ...when }] : null;
  }),
  cancel_visit: writes(1, (replica, dice) => {
    const visit = openVisit(replica, dice);
    return visit ? [Mutation.CancelAppointment, { appointment_id: visit.id, reason: 'so' }] : null;
  }),
  triage: writes(1, (replica, dice) => {
    const found = order(replica, dice);
    const grade = dice.pick([Grade.URGENT, Grade.MINOR]);
    return found ? [Mutation.TriageWorkOrder, { work_order_id: found.id, grade }] : null;
  }),
  hold: ordered(0.6, Mutation.HoldWorkOrder),
  cancel_order: ordered(0.4, Mutation.CancelWorkOrder),
  decline_order: ordered(0.3, Mutation.DeclineWorkOrder),
  resume_order: writes(0.6, (replica, dice) => {
    const held = replica.view
      .all('work_order')
      .filter((one) => one.state === WorkOrderState.ON_HOLD);
    const found = dice.pick(held);
    return found ? [Mutation.ResumeWorkOrder, { work_order_id: found.id }] : null;
  }),
  close_order: writes(0.4, (replica, dice) => {
    const found = order(replica, dice);
    return found ? [Mutation.CloseWorkOrder, { work_order_id: found.id }] : null;
  }),
  /** Another place is another territory: the order leaves one office and enters the other. */
  place: writes(1.2, (replica, dice) => {
    const found = order(replica, dice);
    const where = { fix: dice.pick([EAST, WEST]), address: 'Road 2' };
    return found ? [Mutation.PlaceWorkOrder, { work_order_id: found.id, ...where }] : null;
  }),
  edit_order: writes(0.7, (replica, dice, mark) => {
    const found = order(replica, dice);
    const words = { title: `Leak ${mark()}`, description: 'more of it' };
    return found ? [Mutation.EditWorkOrder, { work_order_id: found.id, ...words }] : null;
  }),
  edit_customer: writes(1, (replica, dice) => {
    const found = dice.pick(replica.view.all('customer'));
    const values = { name: `Wang ${dice.between(1, 9)}`, phone: '2', remark: 'careful' };
    const tier = dice.pick(['normal', 'vip']);
    return found ? [Mutation.EditCustomer, { customer_id: found.id, ...values, tier }] : null;
  }),
  desk_note: writes(1, (replica, dice, mark) => {
    const found = order(replica, dice);
    return found ? [Mutation.Note, { work_order_id: found.id, text: mark() }] : null;
  }),
} satisfies Record<string, Act>;
