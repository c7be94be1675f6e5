/** Rows for the tests of the queries: a view over plain arrays, and rows with every field filled. */
import type { Appointment, Fact, KindName, Rows, WorkOrder } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';

type Tables = { readonly [K in KindName]?: readonly Rows[K][] };

export function viewOf(tables: Tables): View {
  const all = <K extends KindName>(kind: K): readonly Rows[K][] =>
    (tables[kind] ?? []) as readonly Rows[K][];
  return {
    all,
    get: (kind, id) => all(kind).find((row) => row.id === id),
    by: (kind, field, value) => all(kind).filter((row) => row[field] === value),
    isKept: () => false,
    subscribe: () => () => undefined,
  };
}

export function orderRow(given: Partial<WorkOrder> & { id: string }): WorkOrder {
  return {
    number: null,
    local_code: '',
    kind: 'repair',
    state: 'triaged',
    held_from: null,
    grade: 'normal',
    channel: 'phone',
    title: '',
    description: '',
    customer_id: null,
    contact_id: null,
    location_id: null,
    address: '',
    territory_id: 'territory',
    skill_id: null,
    skill_level: 1,
    duration_min: 60,
    reporter_id: null,
    reported_ms: 0,
    contact_due_ms: null,
    arrival_due_ms: null,
    arrived_ms: null,
    done_ms: null,
    signing: 'none',
    hold_reason: '',
    reopened_count: 0,
    asset_id: null,
    external_ref: '',
    checklist_version_id: null,
    policy_version: '',
    parent_id: null,
    duplicate_of_id: null,
    remark: '',
    ...given,
  };
}

export function appointmentRow(given: Partial<Appointment> & { id: string }): Appointment {
  return {
    work_order_id: '',
    technician_id: 'technician',
    state: 'dispatched',
    start_local: '2026-11-20T10:00',
    zone: 'Asia/Shanghai',
    duration_min: 60,
    start_ms: 0,
    end_ms: 3_600_000,
    assigned_ms: null,
    assigned_by_id: null,
    accepted_ms: null,
    departed_ms: null,
    arrived_ms: null,
    started_ms: null,
    finished_ms: null,
    summary: '',
    is_locked: false,
    ...given,
  };
}

export function factRow(given: Partial<Fact> & { id: string }): Fact {
  return {
    work_order_id: '',
    appointment_id: null,
    verb: Mutation.Arrive,
    author_id: null,
    author_name: '',
    device_ms: null,
    at_ms: 0,
    recorded_ms: 0,
    text: '',
    detail: '',
    is_late: false,
    struck_by_id: null,
    struck_reason: '',
    seen_ms: null,
    ...given,
  };
}
