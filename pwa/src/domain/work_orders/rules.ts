/** What may happen to a work order. Pure; means the same as `server/work_orders/rules.py`. */
import { Grade, Signing, WorkOrderState } from '../../contract/enums';
import type { Fact, WorkOrder } from '../../contract/kinds';
import { APPOINTMENT_FACTS, WORK_ORDER_TRANSITIONS } from '../../contract/lifecycle';
import { Mutation, type MutationName } from '../../contract/mutations';
import type { Refusal } from '../../sync/mutator';

const HOUR_MS = 3_600_000;

export const POLICY_VERSION = 'grade-1';

/** From report to the first call back, and to the first arrival. */
const CONTACT_WITHIN_MS: Record<Grade, number> = {
  [Grade.URGENT]: HOUR_MS,
  [Grade.NORMAL]: 4 * HOUR_MS,
  [Grade.MINOR]: 24 * HOUR_MS,
};
const ARRIVAL_WITHIN_MS: Record<Grade, number> = {
  [Grade.URGENT]: 4 * HOUR_MS,
  [Grade.NORMAL]: 24 * HOUR_MS,
  [Grade.MINOR]: 72 * HOUR_MS,
};

const GONE: readonly WorkOrderState[] = [
  WorkOrderState.CANCELLED,
  WorkOrderState.DECLINED,
  WorkOrderState.CLOSED,
];
const ENDED: readonly WorkOrderState[] = [
  WorkOrderState.DONE,
  WorkOrderState.CONFIRMED,
  WorkOrderState.CLOSED,
];

/** What happened on the spot and may be struck through. Decisions are undone by decisions. */
const CORRECTABLE: readonly string[] = [
  Mutation.Note,
  Mutation.Use,
  Mutation.Attach,
  Mutation.AnswerChecklist,
  Mutation.NameAsset,
  ...APPOINTMENT_FACTS,
  Mutation.TakeSignature,
  Mutation.TakeRefusal,
];

type Due = Pick<WorkOrder, 'contact_due_ms' | 'arrival_due_ms'>;

/** Both clocks of an order, started at an instant. */
export function due(grade: Grade, from_ms: number): Due {
  return {
    contact_due_ms: from_ms + CONTACT_WITHIN_MS[grade],
    arrival_due_ms: from_ms + ARRIVAL_WITHIN_MS[grade],
  };
}

/** Both clocks as if they had been started with the other grade. */
export function regraded(order: WorkOrder, grade: Grade): Due {
  if (order.contact_due_ms === null) return due(grade, order.reported_ms);
  return due(grade, order.contact_due_ms - CONTACT_WITHIN_MS[order.grade]);
}

export function mayReport(hasPlace: boolean, hasPerson: boolean): Refusal | null {
  return hasPlace || hasPerson ? null : NEEDS_PLACE_OR_CONTACT;
}

export const NEEDS_PLACE_OR_CONTACT: Refusal = { reason: 'needs_place_or_contact', detail: {} };

/** Over for good: nothing of it is edited any more. */
export function isGone(state: WorkOrderState): boolean {
  return GONE.includes(state);
}

export function wrongState(order: WorkOrder): Refusal {
  return { reason: 'wrong_state', detail: { state: order.state } };
}

/** Where a decision leads, or why it does not apply. */
export function decided(name: MutationName, order: WorkOrder): WorkOrderState | Refusal {
  return WORK_ORDER_TRANSITIONS[name]?.[order.state] ?? wrongState(order);
}

/** Holding calls visits off, so whatever needed a visit begins again at triage. */
export function resumedState(order: WorkOrder): WorkOrderState {
  return order.held_from === WorkOrderState.REPORTED
    ? WorkOrderState.REPORTED
    : WorkOrderState.TRIAGED;
}

/** The next round: clocks, arrival and signature begin again, the history stays. */
export function reopened(order: WorkOrder, at_ms: number): Partial<WorkOrder> {
  return {
    reopened_count: order.reopened_count + 1,
    arrived_ms: null,
    done_ms: null,
    signing: Signing.NONE,
    ...due(order.grade, at_ms),
  };
}

/** A remark of someone who lost the order, or on one that is over (the office may go on). */
export function isLateRemark(state: WorkOrderState, holds: boolean, is_office: boolean): boolean {
  return !holds || (GONE.includes(state) && !is_office);
}

/** A place changes where somebody is sent: not once the work is done. */
export function mayPlace(order: WorkOrder): Refusal | null {
  return GONE.includes(order.state) || ENDED.includes(order.state) ? wrongState(order) : null;
}

/** Own facts, and for the office everybody's; decisions never. */
export function mayStrike(fact: Fact, user_id: string, is_office: boolean): Refusal | null {
  if (!CORRECTABLE.includes(fact.verb))
    return { reason: 'not_a_fact', detail: { verb: fact.verb } };
  if (fact.struck_by_id !== null || fact.struck_reason)
    return { reason: 'already_struck', detail: {} };
  if (!is_office && fact.author_id !== user_id) return { reason: 'not_your_fact', detail: {} };
  return null;
}

/** Somebody other than its author reads a note. */
export function mayMarkSeen(fact: Fact, user_id: string): Refusal | null {
  const isFromAnother = fact.verb === Mutation.Note && fact.author_id !== user_id;
  return isFromAnother ? null : { reason: 'not_allowed', detail: {} };
}
