// Generated from Python by scripts/generate_contract.py. Do not edit.
import type { AppointmentState, AssetKind, BlobState, Channel, CheckInPurpose, CheckInReview, Choice, Grade, HeldOutcome, HeldReason, HeldState, LocationKind, NoPosition, ProjectType, Role, SignerRole, Signing, Slot, TemplateState, WorkOrderKind, WorkOrderState } from './enums';

/** A person who signs in. */
export interface User {
  readonly name: string;
  readonly initials: string;
  readonly login: string;
  readonly phone: string;
  readonly locale: string;
  readonly is_active: boolean;
  readonly id: string;
}

/** One role of one user, for one territory (or, with None, for the whole firm). */
export interface Grant {
  readonly user_id: string;
  readonly role: Role;
  readonly territory_id: string | null;
  readonly is_active: boolean;
  readonly id: string;
}

/** One installation of one user: a phone, or a browser at the office. */
export interface Device {
  readonly user_id: string;
  readonly name: string;
  readonly public_key: string;
  readonly enrolled_ms: number;
  readonly is_revoked: boolean;
  readonly id: string;
}

/** Whoever the firm owes service to. */
export interface Customer {
  readonly name: string;
  readonly initials: string;
  readonly tier: string;
  readonly phone: string;
  readonly remark: string;
  readonly is_active: boolean;
  readonly id: string;
}

/** A person to talk to at a customer. */
export interface Contact {
  readonly customer_id: string;
  readonly name: string;
  readonly initials: string;
  readonly relation: string;
  readonly phone: string;
  readonly locale: string;
  readonly id: string;
}

/** A service area. Its id names the scope of those who dispatch in it. */
export interface Territory {
  readonly name: string;
  readonly zone: string;
  readonly outline: string;
  readonly is_active: boolean;
  readonly id: string;
}

export interface Project {
  readonly name: string;
  readonly initials: string;
  readonly type: ProjectType;
  readonly territory_id: string | null;
  readonly is_active: boolean;
  readonly id: string;
}

/** A node of the tree. What it lacks (point, territory) it has from its parents. */
export interface Location {
  readonly project_id: string | null;
  readonly parent_id: string | null;
  readonly kind: LocationKind;
  readonly name: string;
  readonly initials: string;
  readonly address: string;
  readonly code: string;
  readonly territory_id: string | null;
  readonly lon_e7: number | null;
  readonly lat_e7: number | null;
  readonly point_accuracy_m: number | null;
  readonly point_source: string;
  readonly point_at_ms: number | null;
  readonly point_datum: string;
  readonly point_original: string;
  readonly radius_m: number;
  readonly access: string;
  readonly is_active: boolean;
  readonly id: string;
}

/** A person who can be sent. Offices see the home point, phones do not. */
export interface Technician {
  readonly user_id: string;
  readonly name: string;
  readonly initials: string;
  readonly phone: string;
  readonly territory_id: string | null;
  readonly zone: string;
  readonly home_lon_e7: number | null;
  readonly home_lat_e7: number | null;
  readonly max_load: number;
  readonly is_active: boolean;
  readonly id: string;
}

/** A trade a job may ask for. */
export interface Skill {
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly is_active: boolean;
  readonly id: string;
}

export interface TechnicianSkill {
  readonly technician_id: string;
  readonly skill_id: string;
  readonly level: number;
  readonly expires_on: string | null;
  readonly is_active: boolean;
  readonly id: string;
}

/** A weekly shift in the technician's zone. An end past 1440 reaches into the next day. */
export interface Shift {
  readonly technician_id: string;
  readonly weekday: number;
  readonly start_min: number;
  readonly end_min: number;
  readonly is_active: boolean;
  readonly id: string;
}

export interface Absence {
  readonly technician_id: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly reason: string;
  readonly is_active: boolean;
  readonly id: string;
}

/** Last known place of a technician, one row for each. */
export interface Position {
  readonly technician_id: string;
  readonly lon_e7: number;
  readonly lat_e7: number;
  readonly accuracy_m: number | null;
  readonly source: string;
  readonly at_ms: number;
  readonly datum: string;
  readonly original: string;
  readonly id: string;
}

/** Something with a history of its own, at a place. */
export interface Asset {
  readonly kind: AssetKind;
  readonly location_id: string | null;
  readonly name: string;
  readonly initials: string;
  readonly code: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly installed_on: string | null;
  readonly remark: string;
  readonly is_active: boolean;
  readonly id: string;
}

/** A list that the firm keeps. Orders of its skill get it; without a skill, all others. */
export interface Checklist {
  readonly name: string;
  readonly skill_id: string | null;
  readonly current_version_id: string;
  readonly is_active: boolean;
  readonly id: string;
}

export interface ChecklistVersion {
  readonly checklist_id: string;
  readonly number: number;
  readonly name: string;
  readonly items: string;
  readonly published_ms: number;
  readonly id: string;
}

/** The answer that stands now; each one given is a line of the order's history. */
export interface ChecklistAnswer {
  readonly work_order_id: string;
  readonly checklist_version_id: string;
  readonly item: string;
  readonly value: string;
  readonly appointment_id: string | null;
  readonly author_id: string | null;
  readonly answered_ms: number;
  readonly id: string;
}

export interface Attachment {
  readonly work_order_id: string;
  readonly appointment_id: string | null;
  readonly author_id: string;
  readonly slot: Slot;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly media_type: string;
  readonly width_px: number;
  readonly height_px: number;
  readonly broken_reason: string;
  readonly caption: string;
  readonly captured_ms: number;
  readonly lon_e7: number | null;
  readonly lat_e7: number | null;
  readonly accuracy_m: number | null;
  readonly is_late: boolean;
  readonly state: BlobState;
  readonly stored_ms: number | null;
  readonly id: string;
}

export interface WorkOrder {
  readonly number: string | null;
  readonly local_code: string;
  readonly kind: WorkOrderKind;
  readonly state: WorkOrderState;
  readonly held_from: WorkOrderState | null;
  readonly grade: Grade;
  readonly channel: Channel;
  readonly external_ref: string;
  readonly title: string;
  readonly description: string;
  readonly customer_id: string | null;
  readonly contact_id: string | null;
  readonly location_id: string | null;
  readonly asset_id: string | null;
  readonly address: string;
  readonly territory_id: string | null;
  readonly skill_id: string | null;
  readonly skill_level: number;
  readonly duration_min: number;
  readonly reporter_id: string | null;
  readonly reported_ms: number;
  readonly contact_due_ms: number | null;
  readonly arrival_due_ms: number | null;
  readonly arrived_ms: number | null;
  readonly done_ms: number | null;
  readonly signing: Signing;
  readonly hold_reason: string;
  readonly reopened_count: number;
  readonly checklist_version_id: string | null;
  readonly policy_version: string;
  readonly parent_id: string | null;
  readonly duplicate_of_id: string | null;
  readonly remark: string;
  readonly id: string;
}

/** One line of an order's history, never changed, only struck through. */
export interface Fact {
  readonly work_order_id: string;
  readonly appointment_id: string | null;
  readonly verb: string;
  readonly author_id: string | null;
  readonly author_name: string;
  readonly device_ms: number | null;
  readonly at_ms: number;
  readonly recorded_ms: number;
  readonly text: string;
  readonly detail: string;
  readonly is_late: boolean;
  readonly struck_by_id: string | null;
  readonly struck_reason: string;
  readonly seen_ms: number | null;
  readonly id: string;
}

/** The window is promised in local time of the place; start_ms and end_ms derive from it. */
export interface Appointment {
  readonly work_order_id: string;
  readonly technician_id: string | null;
  readonly state: AppointmentState;
  readonly start_local: string;
  readonly zone: string;
  readonly duration_min: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly assigned_ms: number | null;
  readonly assigned_by_id: string | null;
  readonly accepted_ms: number | null;
  readonly departed_ms: number | null;
  readonly arrived_ms: number | null;
  readonly started_ms: number | null;
  readonly finished_ms: number | null;
  readonly summary: string;
  readonly is_locked: boolean;
  readonly id: string;
}

export interface Signature {
  readonly work_order_id: string;
  readonly appointment_id: string;
  readonly role: SignerRole;
  readonly signer_name: string;
  readonly relation: string;
  readonly is_refused: boolean;
  readonly reason: string;
  readonly language: string;
  readonly consent_id: string;
  readonly consent_version: number;
  readonly shown: string;
  readonly shown_sha256: string;
  readonly strokes: string;
  readonly attachment_id: string | null;
  readonly author_id: string | null;
  readonly device_id: string;
  readonly device_ms: number | null;
  readonly skew_ms: number;
  readonly at_ms: number;
  readonly recorded_ms: number;
  readonly lon_e7: number | null;
  readonly lat_e7: number | null;
  readonly accuracy_m: number | null;
  readonly is_late: boolean;
  readonly id: string;
}

/** The value that arrived too late to see the other. Its author keeps it in sight for ever. */
export interface Conflict {
  readonly row_kind: string;
  readonly row_id: string;
  readonly field: string;
  readonly arriving: string;
  readonly author_id: string | null;
  readonly author_name: string;
  readonly replica: string;
  readonly n: number;
  readonly base_seq: number;
  readonly said_seq: number;
  readonly said_ms: number;
  readonly opened_ms: number;
  readonly choice: Choice | null;
  readonly decided_by_id: string | null;
  readonly decided_by_name: string;
  readonly decided_ms: number | null;
  readonly id: string;
}

/** The other side of a card: what stood when the value arrived. Seen only with the row. */
export interface ConflictStored {
  readonly conflict_id: string;
  readonly row_kind: string;
  readonly row_id: string;
  readonly field: string;
  readonly value: string;
  readonly by_id: string | null;
  readonly by_name: string;
  readonly at_ms: number;
  readonly id: string;
}

/** One entry of one replica, whole. It is run as its author, under its own number. */
export interface HeldEntry {
  readonly replica: string;
  readonly n: number;
  readonly name: string;
  readonly args: string;
  readonly author_id: string;
  readonly author_name: string;
  readonly device_id: string;
  readonly device_ms: number | null;
  readonly at_ms: number;
  readonly held_ms: number;
  readonly reason: HeldReason;
  readonly why: string;
  readonly needs_n: number;
  readonly work_order_id: string | null;
  readonly territory_id: string | null;
  readonly remark: string;
  readonly state: HeldState;
  readonly outcome: HeldOutcome;
  readonly outcome_why: string;
  readonly outcome_detail: string;
  readonly decided_ms: number | null;
  readonly decided_by_id: string | null;
  readonly decided_reason: string | null;
  readonly origin: string;
  readonly id: string;
}

/** One per tap. The best sample stands beside all of them; the site is as it was then. */
export interface CheckIn {
  readonly work_order_id: string;
  readonly appointment_id: string;
  readonly technician_id: string | null;
  readonly purpose: CheckInPurpose;
  readonly at_ms: number;
  readonly samples: string;
  readonly lon_e7: number | null;
  readonly lat_e7: number | null;
  readonly accuracy_m: number | null;
  readonly age_s: number | null;
  readonly source: string;
  readonly missing: NoPosition | null;
  readonly distance_m: number | null;
  readonly radius_m: number | null;
  readonly reason: string;
  readonly photo_id: string | null;
  readonly flags: string;
  readonly review: CheckInReview;
  readonly reviewed_by_id: string | null;
  readonly reviewed_ms: number | null;
  readonly review_note: string;
  readonly id: string;
}

/** The look of all the firm's papers. A version never changes; the newest good one is used. */
export interface PaperTemplate {
  readonly number: number;
  readonly logo: string;
  readonly texts: string;
  readonly sections: string;
  readonly author_id: string | null;
  readonly published_ms: number;
  readonly state: TemplateState;
  readonly problem: string;
  readonly id: string;
}

export interface Rows {
  readonly user: User;
  readonly grant: Grant;
  readonly device: Device;
  readonly customer: Customer;
  readonly contact: Contact;
  readonly territory: Territory;
  readonly project: Project;
  readonly location: Location;
  readonly technician: Technician;
  readonly skill: Skill;
  readonly technician_skill: TechnicianSkill;
  readonly shift: Shift;
  readonly absence: Absence;
  readonly position: Position;
  readonly asset: Asset;
  readonly checklist: Checklist;
  readonly checklist_version: ChecklistVersion;
  readonly checklist_answer: ChecklistAnswer;
  readonly attachment: Attachment;
  readonly work_order: WorkOrder;
  readonly fact: Fact;
  readonly appointment: Appointment;
  readonly signature: Signature;
  readonly conflict: Conflict;
  readonly conflict_stored: ConflictStored;
  readonly held_entry: HeldEntry;
  readonly check_in: CheckIn;
  readonly paper_template: PaperTemplate;
}

export type KindName = keyof Rows;

/** Kinds in contract order, as the wire counts them. `id` is not among the fields. */
export const KINDS = [
  {
    name: 'user',
    fields: [
      { name: 'name', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'login', merge: 'authority', sees: 'office', blank: '' },
      { name: 'phone', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'locale', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'everyone', blank: true },
    ],
  },
  {
    name: 'grant',
    fields: [
      { name: 'user_id', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'role', merge: 'immutable', sees: 'office', blank: 'technician' },
      { name: 'territory_id', merge: 'immutable', sees: 'office', blank: null },
      { name: 'is_active', merge: 'authority', sees: 'office', blank: true },
    ],
  },
  {
    name: 'device',
    fields: [
      { name: 'user_id', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'name', merge: 'lww', sees: 'office', blank: '' },
      { name: 'public_key', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'enrolled_ms', merge: 'immutable', sees: 'office', blank: 0 },
      { name: 'is_revoked', merge: 'authority', sees: 'office', blank: false },
    ],
  },
  {
    name: 'customer',
    fields: [
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'tier', merge: 'lww', sees: 'office', blank: '' },
      { name: 'phone', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'remark', merge: 'lww', sees: 'office', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'contact',
    fields: [
      { name: 'customer_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'relation', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'phone', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'locale', merge: 'lww', sees: 'crew', blank: '' },
    ],
  },
  {
    name: 'territory',
    fields: [
      { name: 'name', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'zone', merge: 'authority', sees: 'everyone', blank: '' },
      { name: 'outline', merge: 'authority', sees: 'everyone', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'everyone', blank: true },
    ],
  },
  {
    name: 'project',
    fields: [
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'type', merge: 'authority', sees: 'crew', blank: 'housing' },
      { name: 'territory_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'location',
    fields: [
      { name: 'project_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'parent_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'kind', merge: 'immutable', sees: 'crew', blank: 'site' },
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'address', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'code', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'territory_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'lon_e7', merge: 'authority', sees: 'crew', blank: null },
      { name: 'lat_e7', merge: 'authority', sees: 'crew', blank: null },
      { name: 'point_accuracy_m', merge: 'authority', sees: 'crew', blank: null },
      { name: 'point_source', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'point_at_ms', merge: 'authority', sees: 'crew', blank: null },
      { name: 'point_datum', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'point_original', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'radius_m', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'access', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'technician',
    fields: [
      { name: 'user_id', merge: 'immutable', sees: 'everyone', blank: '' },
      { name: 'name', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'phone', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'territory_id', merge: 'authority', sees: 'everyone', blank: null },
      { name: 'zone', merge: 'authority', sees: 'everyone', blank: '' },
      { name: 'home_lon_e7', merge: 'authority', sees: 'office', blank: null },
      { name: 'home_lat_e7', merge: 'authority', sees: 'office', blank: null },
      { name: 'max_load', merge: 'authority', sees: 'office', blank: 0 },
      { name: 'is_active', merge: 'authority', sees: 'everyone', blank: true },
    ],
  },
  {
    name: 'skill',
    fields: [
      { name: 'code', merge: 'authority', sees: 'everyone', blank: '' },
      { name: 'name_zh', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'name_en', merge: 'lww', sees: 'everyone', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'everyone', blank: true },
    ],
  },
  {
    name: 'technician_skill',
    fields: [
      { name: 'technician_id', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'skill_id', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'level', merge: 'authority', sees: 'office', blank: 0 },
      { name: 'expires_on', merge: 'authority', sees: 'office', blank: null },
      { name: 'is_active', merge: 'authority', sees: 'office', blank: true },
    ],
  },
  {
    name: 'shift',
    fields: [
      { name: 'technician_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'weekday', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'start_min', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'end_min', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'absence',
    fields: [
      { name: 'technician_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'from_ms', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'to_ms', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'reason', merge: 'authority', sees: 'office', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'position',
    fields: [
      { name: 'technician_id', merge: 'immutable', sees: 'office', blank: '' },
      { name: 'lon_e7', merge: 'state', sees: 'office', blank: 0 },
      { name: 'lat_e7', merge: 'state', sees: 'office', blank: 0 },
      { name: 'accuracy_m', merge: 'state', sees: 'office', blank: null },
      { name: 'source', merge: 'state', sees: 'office', blank: '' },
      { name: 'at_ms', merge: 'state', sees: 'office', blank: 0 },
      { name: 'datum', merge: 'state', sees: 'office', blank: '' },
      { name: 'original', merge: 'state', sees: 'office', blank: '' },
    ],
  },
  {
    name: 'asset',
    fields: [
      { name: 'kind', merge: 'immutable', sees: 'crew', blank: 'equipment' },
      { name: 'location_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'initials', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'code', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'manufacturer', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'model', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'serial', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'installed_on', merge: 'authority', sees: 'crew', blank: null },
      { name: 'remark', merge: 'lww', sees: 'office', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'checklist',
    fields: [
      { name: 'name', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'skill_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'current_version_id', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'is_active', merge: 'authority', sees: 'crew', blank: true },
    ],
  },
  {
    name: 'checklist_version',
    fields: [
      { name: 'checklist_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'number', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'items', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'published_ms', merge: 'immutable', sees: 'crew', blank: 0 },
    ],
  },
  {
    name: 'checklist_answer',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'checklist_version_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'item', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'value', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'appointment_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'author_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'answered_ms', merge: 'authority', sees: 'crew', blank: 0 },
    ],
  },
  {
    name: 'attachment',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'appointment_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'slot', merge: 'immutable', sees: 'crew', blank: 'before' },
      { name: 'sha256', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'size_bytes', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'media_type', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'width_px', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'height_px', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'broken_reason', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'caption', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'captured_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'lon_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'lat_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'accuracy_m', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'is_late', merge: 'immutable', sees: 'crew', blank: false },
      { name: 'state', merge: 'authority', sees: 'crew', blank: 'waiting' },
      { name: 'stored_ms', merge: 'authority', sees: 'crew', blank: null },
    ],
  },
  {
    name: 'work_order',
    fields: [
      { name: 'number', merge: 'authority', sees: 'crew', blank: null },
      { name: 'local_code', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'kind', merge: 'authority', sees: 'crew', blank: 'repair' },
      { name: 'state', merge: 'state', sees: 'crew', blank: 'reported' },
      { name: 'held_from', merge: 'state', sees: 'crew', blank: null },
      { name: 'grade', merge: 'authority', sees: 'crew', blank: 'urgent' },
      { name: 'channel', merge: 'immutable', sees: 'crew', blank: 'phone' },
      { name: 'external_ref', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'title', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'description', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'customer_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'contact_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'location_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'asset_id', merge: 'lww', sees: 'crew', blank: null },
      { name: 'address', merge: 'lww', sees: 'crew', blank: '' },
      { name: 'territory_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'skill_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'skill_level', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'duration_min', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'reporter_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'reported_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'contact_due_ms', merge: 'authority', sees: 'crew', blank: null },
      { name: 'arrival_due_ms', merge: 'authority', sees: 'crew', blank: null },
      { name: 'arrived_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'done_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'signing', merge: 'state', sees: 'crew', blank: 'none' },
      { name: 'hold_reason', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'reopened_count', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'checklist_version_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'policy_version', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'parent_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'duplicate_of_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'remark', merge: 'lww', sees: 'office', blank: '' },
    ],
  },
  {
    name: 'fact',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'appointment_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'verb', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'author_name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'device_ms', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'at_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'recorded_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'text', merge: 'append', sees: 'crew', blank: '' },
      { name: 'detail', merge: 'append', sees: 'crew', blank: '' },
      { name: 'is_late', merge: 'immutable', sees: 'crew', blank: false },
      { name: 'struck_by_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'struck_reason', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'seen_ms', merge: 'authority', sees: 'crew', blank: null },
    ],
  },
  {
    name: 'appointment',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'technician_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'state', merge: 'state', sees: 'crew', blank: 'scheduled' },
      { name: 'start_local', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'zone', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'duration_min', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'start_ms', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'end_ms', merge: 'authority', sees: 'crew', blank: 0 },
      { name: 'assigned_ms', merge: 'authority', sees: 'crew', blank: null },
      { name: 'assigned_by_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'accepted_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'departed_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'arrived_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'started_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'finished_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'summary', merge: 'state', sees: 'crew', blank: '' },
      { name: 'is_locked', merge: 'authority', sees: 'crew', blank: false },
    ],
  },
  {
    name: 'signature',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'appointment_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'role', merge: 'immutable', sees: 'crew', blank: 'customer' },
      { name: 'signer_name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'relation', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'is_refused', merge: 'immutable', sees: 'crew', blank: false },
      { name: 'reason', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'language', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'consent_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'consent_version', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'shown', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'shown_sha256', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'strokes', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'attachment_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'device_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'device_ms', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'skew_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'at_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'recorded_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'lon_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'lat_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'accuracy_m', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'is_late', merge: 'immutable', sees: 'crew', blank: false },
    ],
  },
  {
    name: 'conflict',
    fields: [
      { name: 'row_kind', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'row_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'field', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'arriving', merge: 'state', sees: 'crew', blank: '' },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'author_name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'replica', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'n', merge: 'state', sees: 'crew', blank: 0 },
      { name: 'base_seq', merge: 'state', sees: 'crew', blank: 0 },
      { name: 'said_seq', merge: 'state', sees: 'crew', blank: 0 },
      { name: 'said_ms', merge: 'state', sees: 'crew', blank: 0 },
      { name: 'opened_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'choice', merge: 'authority', sees: 'crew', blank: null },
      { name: 'decided_by_id', merge: 'authority', sees: 'crew', blank: null },
      { name: 'decided_by_name', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'decided_ms', merge: 'authority', sees: 'crew', blank: null },
    ],
  },
  {
    name: 'conflict_stored',
    fields: [
      { name: 'conflict_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'row_kind', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'row_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'field', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'value', merge: 'state', sees: 'crew', blank: '' },
      { name: 'by_id', merge: 'state', sees: 'crew', blank: null },
      { name: 'by_name', merge: 'state', sees: 'crew', blank: '' },
      { name: 'at_ms', merge: 'state', sees: 'crew', blank: 0 },
    ],
  },
  {
    name: 'held_entry',
    fields: [
      { name: 'replica', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'n', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'args', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'author_name', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'device_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'device_ms', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'at_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'held_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'reason', merge: 'immutable', sees: 'crew', blank: 'handler_failed' },
      { name: 'why', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'needs_n', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'territory_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'remark', merge: 'authority', sees: 'crew', blank: '' },
      { name: 'state', merge: 'state', sees: 'crew', blank: 'waiting' },
      { name: 'outcome', merge: 'state', sees: 'crew', blank: 'none' },
      { name: 'outcome_why', merge: 'state', sees: 'crew', blank: '' },
      { name: 'outcome_detail', merge: 'state', sees: 'crew', blank: '' },
      { name: 'decided_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'decided_by_id', merge: 'state', sees: 'crew', blank: null },
      { name: 'decided_reason', merge: 'state', sees: 'crew', blank: null },
      { name: 'origin', merge: 'authority', sees: 'office', blank: '' },
    ],
  },
  {
    name: 'check_in',
    fields: [
      { name: 'work_order_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'appointment_id', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'technician_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'purpose', merge: 'immutable', sees: 'crew', blank: 'arrive' },
      { name: 'at_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'samples', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'lon_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'lat_e7', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'accuracy_m', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'age_s', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'source', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'missing', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'distance_m', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'radius_m', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'reason', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'photo_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'flags', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'review', merge: 'state', sees: 'crew', blank: 'none' },
      { name: 'reviewed_by_id', merge: 'state', sees: 'crew', blank: null },
      { name: 'reviewed_ms', merge: 'state', sees: 'crew', blank: null },
      { name: 'review_note', merge: 'state', sees: 'crew', blank: '' },
    ],
  },
  {
    name: 'paper_template',
    fields: [
      { name: 'number', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'logo', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'texts', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'sections', merge: 'immutable', sees: 'crew', blank: '' },
      { name: 'author_id', merge: 'immutable', sees: 'crew', blank: null },
      { name: 'published_ms', merge: 'immutable', sees: 'crew', blank: 0 },
      { name: 'state', merge: 'authority', sees: 'crew', blank: 'waiting' },
      { name: 'problem', merge: 'authority', sees: 'crew', blank: '' },
    ],
  },
] as const;
