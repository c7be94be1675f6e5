/** Everything that an order's certificate may speak of, as this replica has it. */
import type { Appointment, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { itemsOf } from '../checklists/rules';
import { chainOf } from '../work_orders/queries';
import type { OrderFile } from './file';

const ZONE_UNKNOWN = 'UTC';

/**
 * `firm_name` is '' where nobody told it. A phone that lacks a row (who sent it, a colleague) leaves
 * its place empty: the document's fingerprint is then another than the server's.
 */
export function orderFile(view: View, order: WorkOrder, firm_name: string): OrderFile {
  const locations = chainOf(view, order.location_id);
  const project_id = locations.find((each) => each.project_id !== null)?.project_id ?? null;
  const visits = [...view.by('appointment', 'work_order_id', order.id)].sort(
    (a, b) => a.start_ms - b.start_ms || byId(a, b),
  );
  const version = order.checklist_version_id
    ? view.get('checklist_version', order.checklist_version_id)
    : undefined;
  return {
    firm_name,
    zone: zoneOf(view, order, visits),
    order,
    customer: (order.customer_id && view.get('customer', order.customer_id)) || null,
    contact: (order.contact_id && view.get('contact', order.contact_id)) || null,
    locations,
    project: (project_id && view.get('project', project_id)) || null,
    asset: (order.asset_id && view.get('asset', order.asset_id)) || null,
    visits,
    technicians: found(
      visits,
      ({ technician_id }) => technician_id,
      (id) => view.get('technician', id),
    ),
    user_names: found(
      visits,
      ({ assigned_by_id }) => assigned_by_id,
      (id) => view.get('user', id)?.name,
    ),
    facts: [...view.by('fact', 'work_order_id', order.id)].sort(byTime),
    signatures: [...view.by('signature', 'work_order_id', order.id)].sort(byTime),
    check_ins: [...view.by('check_in', 'work_order_id', order.id)].sort(byTime),
    attachments: [...view.by('attachment', 'work_order_id', order.id)].sort(
      (a, b) => a.captured_ms - b.captured_ms || byId(a, b),
    ),
    items: version ? itemsOf(version) : [],
    answers: view.by('checklist_answer', 'work_order_id', order.id),
  };
}

/** Of the visit, else of the territory: papers are read where the place is. */
function zoneOf(view: View, order: WorkOrder, visits: readonly Appointment[]): string {
  const territory = order.territory_id ? view.get('territory', order.territory_id) : undefined;
  return visits[0]?.zone || territory?.zone || ZONE_UNKNOWN;
}

function found<T>(
  visits: readonly Appointment[],
  idOf: (visit: Appointment) => string | null,
  get: (id: string) => T | undefined,
): Readonly<Record<string, T>> {
  const all: Record<string, T> = {};
  for (const visit of visits) {
    const id = idOf(visit);
    const value = id === null ? undefined : get(id);
    if (id !== null && value !== undefined) all[id] = value;
  }
  return all;
}

interface Timed {
  readonly id: string;
  readonly at_ms: number;
}

function byTime(a: Timed, b: Timed): number {
  return a.at_ms - b.at_ms || byId(a, b);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
