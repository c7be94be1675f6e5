/** For tests: a view over plain arrays, rows with every field filled, and whole jobs. */
import type {
  Appointment,
  Attachment,
  Fact,
  KindName,
  Location,
  Rows,
  WorkOrder,
} from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';
import { type Job, jobOf } from '../appointments/queries';

type Tables = { readonly [K in KindName]?: readonly Rows[K][] };

export function viewOf(tables: Tables, kept: readonly string[] = []): View {
  const all = <K extends KindName>(kind: K): readonly Rows[K][] =>
    (tables[kind] ?? []) as readonly Rows[K][];
  return {
    all,
    get: (kind, id) => all(kind).find((row) => row.id === id),
    by: (kind, field, value) => all(kind).filter((row) => row[field] === value),
    isKept: (_, id) => kept.includes(id),
    subscribe: () => () => undefined,
  };
}

export function orderRow(given: Partial<WorkOrder> & { id: string }): WorkOrder {
  return {
    number: null,
    local_code: '',
    kind: 'repair',
    state: 'assigned',
    held_from: null,
    grade: 'normal',
    channel: 'phone',
    title: '',
    description: '',
    customer_id: null,
    contact_id: null,
    location_id: null,
    address: '',
    territory_id: null,
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

/** `start_local` is taken as UTC+8, the zone of the row. */
export function visitRow(given: Partial<Appointment> & { id: string }): Appointment {
  const start_local = given.start_local ?? '2026-11-20T09:30';
  const start_ms = Date.parse(`${start_local}:00+08:00`);
  const duration_min = given.duration_min ?? 60;
  return {
    work_order_id: '',
    technician_id: 'me',
    state: 'dispatched',
    start_local,
    zone: 'Asia/Shanghai',
    duration_min,
    start_ms,
    end_ms: start_ms + duration_min * 60_000,
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
    verb: Mutation.Note,
    author_id: null,
    author_name: '',
    device_ms: null,
    at_ms: 0,
    recorded_ms: 0,
    text: '',
    detail: '{}',
    is_late: false,
    struck_by_id: null,
    struck_reason: '',
    seen_ms: null,
    ...given,
  };
}

export function locationRow(given: Partial<Location> & { id: string }): Location {
  return {
    project_id: null,
    parent_id: null,
    kind: 'room',
    name: '',
    initials: '',
    address: '',
    code: '',
    territory_id: null,
    lon_e7: null,
    lat_e7: null,
    point_accuracy_m: null,
    point_source: '',
    point_at_ms: null,
    point_datum: '',
    point_original: '',
    radius_m: 0,
    access: '',
    is_active: true,
    ...given,
  };
}

export function photoRow(given: Partial<Attachment> & { id: string }): Attachment {
  return {
    work_order_id: 'order',
    appointment_id: null,
    author_id: 'user',
    slot: 'after',
    sha256: 'a'.repeat(64),
    size_bytes: 100,
    media_type: 'image/jpeg',
    width_px: 4,
    height_px: 3,
    broken_reason: '',
    caption: '',
    captured_ms: 0,
    lon_e7: null,
    lat_e7: null,
    accuracy_m: null,
    is_late: false,
    state: 'waiting',
    stored_ms: null,
    ...given,
  };
}

/** A job of its own view: one visit, one order. */
export function jobWith(
  visit: Partial<Appointment> = {},
  order: Partial<WorkOrder> = {},
  tables: Tables = {},
  kept: readonly string[] = [],
): Job {
  const id = visit.id ?? 'visit';
  const order_id = order.id ?? `order of ${id}`;
  const row = visitRow({ ...visit, id, work_order_id: order_id });
  const view = viewOf(
    { ...tables, appointment: [row], work_order: [orderRow({ ...order, id: order_id })] },
    kept,
  );
  const job = jobOf(view, row);
  if (job === null) throw new Error('the order is there');
  return job;
}
