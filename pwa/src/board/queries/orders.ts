/** Which orders wait for what: the queue, its filters and its order. */
import type { Appointment, WorkOrder } from '../../contract/kinds';
import {
  APPOINTMENT_OPEN,
  WORK_ORDER_ACTIVE,
  WORK_ORDER_ASSIGNABLE,
} from '../../contract/lifecycle';
import type { View } from '../../sync/api';

export const HOUR_MS = 3_600_000;

export type Clock =
  | { readonly kind: 'none' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'left' | 'soon' | 'over'; readonly due_ms: number; readonly left_ms: number };

export type FigureFilter = 'overdue' | 'soon' | 'unassigned' | 'moving';

const GRADE_RANK = { urgent: 0, normal: 1, minor: 2 } as const;
const MOVING: readonly string[] = ['en_route', 'on_site', 'working', 'paused'];

/** Open for the office: active or on hold. */
export function isOpen(order: WorkOrder): boolean {
  return order.state === 'on_hold' || WORK_ORDER_ACTIVE.includes(order.state);
}

export function openAppointments(view: View, orderId: string): readonly Appointment[] {
  return view
    .by('appointment', 'work_order_id', orderId)
    .filter((each) => APPOINTMENT_OPEN.includes(each.state));
}

/** The visit that somebody has to make; the soonest when there are several. */
export function currentAppointment(view: View, orderId: string): Appointment | undefined {
  const open = openAppointments(view, orderId).filter((each) => each.technician_id !== null);
  return [...open].sort((a, b) => a.start_ms - b.start_ms)[0];
}

export function isAssignable(order: WorkOrder): boolean {
  return WORK_ORDER_ASSIGNABLE.includes(order.state);
}

export function isUnassigned(view: View, order: WorkOrder): boolean {
  return (
    (order.state === 'reported' || order.state === 'triaged') &&
    currentAppointment(view, order.id) === undefined
  );
}

export function isMoving(view: View, order: WorkOrder): boolean {
  return openAppointments(view, order.id).some((each) => MOVING.includes(each.state));
}

/** The clock a dispatcher watches: arrival, until somebody has arrived. */
export function clockOf(order: WorkOrder, now_ms: number): Clock {
  if (order.state === 'on_hold') return { kind: 'paused' };
  const due_ms = order.arrival_due_ms;
  if (due_ms === null || order.arrived_ms !== null || !isOpen(order)) return { kind: 'none' };
  const left_ms = due_ms - now_ms;
  const kind = left_ms < 0 ? 'over' : left_ms <= HOUR_MS ? 'soon' : 'left';
  return { kind, due_ms, left_ms };
}

export function matchesFigure(
  view: View,
  order: WorkOrder,
  filter: FigureFilter,
  now_ms: number,
): boolean {
  if (filter === 'unassigned') return isUnassigned(view, order);
  if (filter === 'moving') return isMoving(view, order);
  return clockOf(order, now_ms).kind === (filter === 'overdue' ? 'over' : 'soon');
}

export function figureCounts(
  view: View,
  orders: readonly WorkOrder[],
  now_ms: number,
): Record<FigureFilter, number> {
  const counts = { overdue: 0, soon: 0, unassigned: 0, moving: 0 };
  for (const order of orders) {
    for (const name of ['overdue', 'soon', 'unassigned', 'moving'] as const) {
      if (matchesFigure(view, order, name, now_ms)) counts[name] += 1;
    }
  }
  return counts;
}

/** Soonest promise first, then the worse grade, then who has waited longest. */
export function byUrgency(a: WorkOrder, b: WorkOrder): number {
  return (
    dueForSort(a) - dueForSort(b) ||
    GRADE_RANK[a.grade] - GRADE_RANK[b.grade] ||
    a.reported_ms - b.reported_ms
  );
}

function dueForSort(order: WorkOrder): number {
  if (order.state === 'on_hold' || order.arrived_ms !== null) return Number.MAX_SAFE_INTEGER;
  return order.arrival_due_ms ?? Number.MAX_SAFE_INTEGER - 1;
}

/** `BX-2026-000123`, or what the reporter's device shows until the server has numbered it. */
export function numberOf(order: WorkOrder): string {
  return order.number ?? (order.local_code || order.id.slice(0, 8));
}

/** The order that a page address names: by number, local code or id. */
export function orderByNumber(view: View, number: string): WorkOrder | undefined {
  return (
    view.by('work_order', 'number', number)[0] ??
    view.by('work_order', 'local_code', number)[0] ??
    view.get('work_order', number)
  );
}
