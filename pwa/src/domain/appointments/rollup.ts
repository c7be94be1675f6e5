/** What an order's visits mean for the order. Pure; means the same as `server/appointments/rollup.py`. */
import { type AppointmentState, Signing, WorkOrderState } from '../../contract/enums';
import type { WorkOrder } from '../../contract/kinds';
import { WORK_ORDER_ACTIVE } from '../../contract/lifecycle';
import { Mutation, type MutationName } from '../../contract/mutations';
import { AT_WORK } from './rules';

const TAKING: readonly string[] = [Mutation.AcceptAppointment, Mutation.Depart, Mutation.Arrive];
const WORKING: readonly string[] = [Mutation.Start, Mutation.Resume];
const GIVING_UP: readonly string[] = [
  Mutation.CannotComplete,
  Mutation.NoShow,
  Mutation.CancelAppointment,
  Mutation.DeclineAppointment,
];

export function isActive(order: WorkOrder): boolean {
  return WORK_ORDER_ACTIVE.includes(order.state);
}

/** Somebody is to go: whatever held the order up is over. */
export const ASSIGNED = {
  state: WorkOrderState.ASSIGNED,
  held_from: null,
  hold_reason: '',
} as const;

/** The order after a visit's step. `isLast`: no other visit is under way. */
export function after(
  name: MutationName,
  order: WorkOrder,
  at_ms: number,
  isLast: boolean,
): WorkOrder {
  if (!isActive(order)) return order;
  let moved = order;
  if (name === Mutation.Arrive && order.arrived_ms === null)
    moved = { ...moved, arrived_ms: at_ms };
  if (TAKING.includes(name) && order.state === WorkOrderState.ASSIGNED) {
    moved = { ...moved, state: WorkOrderState.ACCEPTED };
  }
  if (WORKING.includes(name)) moved = { ...moved, state: WorkOrderState.IN_REPAIR };
  if (name === Mutation.Complete && isLast) {
    const isSigned = order.signing === Signing.SIGNED;
    const state = isSigned ? WorkOrderState.CONFIRMED : WorkOrderState.DONE;
    moved = { ...moved, state, done_ms: at_ms };
  }
  if (GIVING_UP.includes(name) && isLast) moved = { ...moved, state: WorkOrderState.TRIAGED };
  return moved;
}

/** Whether a word given on this visit is about the work as it stands, begun anew by nobody. */
export function inRound(order: WorkOrder, visit: AppointmentState): boolean {
  if (AT_WORK.includes(visit) && isActive(order)) return true;
  return order.state === WorkOrderState.DONE || order.state === WorkOrderState.CONFIRMED;
}

/**
 * The order after the customer's word, or null when it came too late to move it. A signature
 * takes back a refusal; a refusal does not take back a signature.
 */
export function signed(
  name: MutationName,
  order: WorkOrder,
  visit: AppointmentState,
): WorkOrder | null {
  if (!inRound(order, visit) || order.state === WorkOrderState.CONFIRMED) return null;
  const isDone = order.state === WorkOrderState.DONE;
  if (name === Mutation.Sign) {
    if (order.signing === Signing.SIGNED) return null;
    const state = isDone ? WorkOrderState.CONFIRMED : order.state;
    return { ...order, signing: Signing.SIGNED, state };
  }
  return order.signing === Signing.NONE ? { ...order, signing: Signing.REFUSED } : null;
}
