// Generated from Python by scripts/generate_contract.py. Do not edit.
import type { AssetKind, Channel, CheckInVerdict, Choice, Form, Grade, HeldOutcome, HeldReason, HeldState, ItemKind, LocationKind, NoPosition, ProjectType, Role, SignerRole, Slot } from './enums';

/** A measured position: WGS-84 beside what the device or the person really gave. */
export interface Fix {
  readonly lon_e7: number;
  readonly lat_e7: number;
  readonly accuracy_m?: number | null;
  readonly source?: string;
  readonly at_ms?: number | null;
  readonly datum?: string;
  readonly original?: string;
}

/** Where a phone was when somebody came or went: all samples, or why there is none. The times of samples are of the same clock as the entry's. `photo_id`: a picture of the order, taken because the position alone does not say enough. */
export interface Whereabouts {
  readonly samples?: readonly Fix[];
  readonly missing?: NoPosition | null;
  readonly photo_id?: string | null;
}

export interface ChecklistOption {
  readonly code: string;
  readonly label_zh: string;
  readonly label_en?: string;
}

export interface ChecklistItem {
  readonly code: string;
  readonly kind: ItemKind;
  readonly label_zh: string;
  readonly label_en?: string;
  readonly is_required?: boolean;
  readonly unit?: string;
  readonly min_milli?: number | null;
  readonly max_milli?: number | null;
  readonly options?: readonly ChecklistOption[];
}

/** One section of a form with the columns it shows, both in their order on paper. */
export interface PaperSection {
  readonly form: Form;
  readonly code: string;
  readonly columns: readonly string[];
}

/** Other words than the built-in ones; see `server/papers/words.py` for the keys. */
export interface PaperText {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
}

/** Born: 0 = user, 1… = a grant for each role. */
export interface AddUser {
  readonly login: string;
  readonly name: string;
  readonly phone?: string;
  readonly locale?: string;
  readonly password_hash?: string;
  readonly roles?: readonly Role[];
  readonly territory_id?: string | null;
}

export interface EditUser {
  readonly user_id: string;
  readonly name: string;
  readonly phone: string;
  readonly locale: string;
}

export interface SetUserActive {
  readonly user_id: string;
  readonly is_active: boolean;
}

/** A new password ends the user's other sessions: his phones ask for it, and lose nothing. */
export interface SetPassword {
  readonly user_id: string;
  readonly password_hash: string;
}

/** Born: 0 = grant. */
export interface AddGrant {
  readonly user_id: string;
  readonly role: Role;
  readonly territory_id?: string | null;
}

export interface EndGrant {
  readonly grant_id: string;
}

/** Born: 0 = device. Sent by the sign-in route under the key `enrol:<session>`. */
export interface EnrolDevice {
  readonly user_id: string;
  readonly name?: string;
  readonly public_key?: string;
}

export interface RevokeDevice {
  readonly device_id: string;
}

/** Born: 0 = customer, 1 = contact (when contact_name is given). */
export interface AddCustomer {
  readonly name: string;
  readonly phone?: string;
  readonly tier?: string;
  readonly remark?: string;
  readonly contact_name?: string;
  readonly relation?: string;
  readonly locale?: string;
}

export interface EditCustomer {
  readonly customer_id: string;
  readonly name: string;
  readonly phone: string;
  readonly tier: string;
  readonly remark: string;
}

export interface SetCustomerActive {
  readonly customer_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = contact. */
export interface AddContact {
  readonly customer_id: string;
  readonly name: string;
  readonly relation?: string;
  readonly phone?: string;
  readonly locale?: string;
}

export interface EditContact {
  readonly contact_id: string;
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
  readonly locale: string;
}

/** Born: 0 = territory. */
export interface AddTerritory {
  readonly name: string;
  readonly zone: string;
  readonly outline?: string;
}

export interface EditTerritory {
  readonly territory_id: string;
  readonly name: string;
  readonly zone: string;
  readonly outline: string;
}

export interface SetTerritoryActive {
  readonly territory_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = project. */
export interface AddProject {
  readonly name: string;
  readonly type: ProjectType;
  readonly territory_id?: string | null;
}

export interface EditProject {
  readonly project_id: string;
  readonly name: string;
  readonly type: ProjectType;
  readonly territory_id: string | null;
}

export interface SetProjectActive {
  readonly project_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = location. Its territory comes from its project, parent or point. */
export interface AddLocation {
  readonly project_id?: string | null;
  readonly parent_id?: string | null;
  readonly kind: LocationKind;
  readonly name: string;
  readonly address?: string;
  readonly code?: string;
  readonly fix?: Fix | null;
  readonly radius_m?: number;
  readonly access?: string;
}

export interface EditLocation {
  readonly location_id: string;
  readonly name: string;
  readonly address: string;
  readonly code: string;
  readonly radius_m: number;
  readonly access: string;
}

/** Give a location its point (and with it, its territory). */
export interface PlaceLocation {
  readonly location_id: string;
  readonly fix: Fix;
}

/** Inactive: no longer offered for new orders; what was done there stays. */
export interface SetLocationActive {
  readonly location_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = technician. The user must exist and hold the role. */
export interface AddTechnician {
  readonly user_id: string;
  readonly name: string;
  readonly phone?: string;
  readonly territory_id?: string | null;
  readonly zone?: string;
  readonly home?: Fix | null;
  readonly max_load?: number;
}

/** Without a home the known one stays. */
export interface EditTechnician {
  readonly technician_id: string;
  readonly name: string;
  readonly phone: string;
  readonly territory_id: string | null;
  readonly zone: string;
  readonly home?: Fix | null;
  readonly max_load: number;
}

export interface SetTechnicianActive {
  readonly technician_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = skill. */
export interface AddSkill {
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
}

export interface EditSkill {
  readonly skill_id: string;
  readonly code: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly is_active: boolean;
}

/** Born: 0 = technician_skill; an existing one of the same pair is changed instead. */
export interface GrantSkill {
  readonly technician_id: string;
  readonly skill_id: string;
  readonly level?: number;
  readonly expires_on?: string | null;
  readonly is_active?: boolean;
}

/** Born: 0 = shift; the existing one of that weekday is changed instead. */
export interface SetShift {
  readonly technician_id: string;
  readonly weekday: number;
  readonly start_min: number;
  readonly end_min: number;
  readonly is_active?: boolean;
}

/** Born: 0 = absence. */
export interface AddAbsence {
  readonly technician_id: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly reason?: string;
}

export interface EndAbsence {
  readonly absence_id: string;
}

/** A technician on shift reports where he is. Born: 0 = position, with the first report. */
export interface ReportPosition {
  readonly technician_id: string;
  readonly fix: Fix;
}

/** Born: 0 = asset. */
export interface AddAsset {
  readonly kind?: AssetKind;
  readonly location_id?: string | null;
  readonly name: string;
  readonly code?: string;
  readonly manufacturer?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly installed_on?: string | null;
  readonly remark?: string;
}

export interface EditAsset {
  readonly asset_id: string;
  readonly location_id: string | null;
  readonly name: string;
  readonly code: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string;
  readonly installed_on: string | null;
  readonly remark: string;
}

export interface SetAssetActive {
  readonly asset_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = checklist, 1 = checklist_version. */
export interface AddChecklist {
  readonly name: string;
  readonly skill_id?: string | null;
  readonly items: readonly ChecklistItem[];
}

/** Edit a list. Born: 0 = checklist_version, when name or items are others than before. */
export interface PublishChecklist {
  readonly checklist_id: string;
  readonly name: string;
  readonly skill_id: string | null;
  readonly items: readonly ChecklistItem[];
}

export interface SetChecklistActive {
  readonly checklist_id: string;
  readonly is_active: boolean;
}

/** Born: 0 = checklist_answer (or the standing one of the item changes), 1 = fact. The answer is judged by the version that its author saw. */
export interface AnswerChecklist {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly checklist_version_id: string;
  readonly item: string;
  readonly value: string;
}

/** Born: 0 = attachment, 1 = fact. */
export interface Attach {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly slot: Slot;
  readonly sha256: string;
  readonly size_bytes: number;
  readonly media_type: string;
  readonly width_px?: number;
  readonly height_px?: number;
  readonly broken_reason?: string;
  readonly caption?: string;
  readonly captured_ms: number;
  readonly fix?: Fix | null;
}

/** The bytes are durably stored. Keyed `blob:<attachment>:<sha256>` by the upload route. */
export interface StoreBlob {
  readonly attachment_id: string;
  readonly sha256: string;
}

/** Born: 0 = work_order, 1 = fact, 2 = customer, 3 = contact, 4 = location (if new). */
export interface ReportWorkOrder {
  readonly title: string;
  readonly description?: string;
  readonly grade?: Grade;
  readonly channel?: Channel;
  readonly local_code?: string;
  readonly customer_id?: string | null;
  readonly new_customer_name?: string;
  readonly contact_id?: string | null;
  readonly new_contact_name?: string;
  readonly relation?: string;
  readonly phone?: string;
  readonly locale?: string;
  readonly location_id?: string | null;
  readonly asset_id?: string | null;
  readonly address?: string;
  readonly fix?: Fix | null;
  readonly skill_id?: string | null;
  readonly duration_min?: number;
  readonly parent_id?: string | null;
  readonly external_ref?: string;
  readonly reported_ms?: number | null;
  readonly closed_ms?: number | null;
}

/** Born (as in each of the following, where nothing else is said): 0 = fact. */
export interface TriageWorkOrder {
  readonly work_order_id: string;
  readonly grade: Grade;
  readonly skill_id?: string | null;
  readonly skill_level?: number;
  readonly duration_min?: number;
  readonly location_id?: string | null;
  readonly checklist_id?: string | null;
}

/** What is wrong, in better words. */
export interface EditWorkOrder {
  readonly work_order_id: string;
  readonly title: string;
  readonly description: string;
}

/** Which asset it is about: chosen, or scanned from a label that this phone does not know. An unknown label is kept as a line of history: whoever stood there did read it. */
export interface NameAsset {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly asset_id?: string | null;
  readonly code?: string;
}

/** Give an order its place. Born: 0 = fact, 1 = location (when location_id is not given). */
export interface PlaceWorkOrder {
  readonly work_order_id: string;
  readonly location_id?: string | null;
  readonly address?: string;
  readonly fix?: Fix | null;
}

/** A remark that everybody on the order reads. Born: 0 = fact. */
export interface Note {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly text: string;
}

/** A note was read by somebody it was meant for. No line of history of its own. */
export interface SeeNote {
  readonly fact_id: string;
}

/** Something was used up: a plain list until there is stock. Born: 0 = fact. */
export interface Use {
  readonly work_order_id: string;
  readonly appointment_id?: string | null;
  readonly item: string;
  readonly quantity_milli: number;
  readonly unit?: string;
  readonly serial?: string;
}

export interface HoldWorkOrder {
  readonly work_order_id: string;
  readonly reason: string;
}

export interface ResumeWorkOrder {
  readonly work_order_id: string;
}

/** 不予受理: the firm ends the order. */
export interface DeclineWorkOrder {
  readonly work_order_id: string;
  readonly reason: string;
}

export interface CloseWorkOrder {
  readonly work_order_id: string;
}

export interface CancelWorkOrder {
  readonly work_order_id: string;
  readonly reason: string;
}

export interface ReopenWorkOrder {
  readonly work_order_id: string;
  readonly reason: string;
}

/** Strike a fact through. Born: 0 = fact (the correction itself). */
export interface CorrectFact {
  readonly fact_id: string;
  readonly reason: string;
}

/** Born: 0 = appointment (if the order has no open one without technician), 1 = fact. Also moves a reported order on: assigning is triage by its grade and skill as they stand. */
export interface AssignAppointment {
  readonly work_order_id: string;
  readonly technician_id: string;
  readonly start_local: string;
  readonly zone: string;
  readonly duration_min?: number;
}

/** Born: 0 = fact. */
export interface ReassignAppointment {
  readonly appointment_id: string;
  readonly technician_id: string;
  readonly reason?: string;
}

/** Born: 0 = fact. */
export interface RescheduleAppointment {
  readonly appointment_id: string;
  readonly start_local: string;
  readonly duration_min: number;
}

/** The visit is off, the order goes back to `triaged`. Born: 0 = fact. */
export interface CancelAppointment {
  readonly appointment_id: string;
  readonly reason: string;
}

/** Born (as in each of the following): 0 = fact. */
export interface AcceptAppointment {
  readonly appointment_id: string;
}

export interface DeclineAppointment {
  readonly appointment_id: string;
  readonly reason: string;
}

export interface Depart {
  readonly appointment_id: string;
  readonly fix?: Fix | null;
}

/** Check-in. Without a fix, or outside the radius, a reason; nothing blocks. Born: 0 = fact, 1 = check_in (if a position, or why there is none, was given). */
export interface Arrive {
  readonly appointment_id: string;
  readonly fix?: Fix | null;
  readonly distance_m?: number | null;
  readonly reason?: string;
  readonly whereabouts?: Whereabouts | null;
}

export interface Start {
  readonly appointment_id: string;
}

export interface Pause {
  readonly appointment_id: string;
  readonly reason: string;
}

export interface Resume {
  readonly appointment_id: string;
}

/** The customer was not there. Born, as in the next two: 0 = fact, 1 = check_in if given. */
export interface NoShow {
  readonly appointment_id: string;
  readonly reason?: string;
  readonly whereabouts?: Whereabouts | null;
}

/** Nothing blocks: a checklist left with gaps is said so in the history, with the reason. */
export interface Complete {
  readonly appointment_id: string;
  readonly summary?: string;
  readonly gaps_reason?: string;
  readonly whereabouts?: Whereabouts | null;
}

export interface CannotComplete {
  readonly appointment_id: string;
  readonly reason: string;
  readonly whereabouts?: Whereabouts | null;
}

/** The customer's signature: strokes in the attachment's file, its row by `attachment_id`. */
export interface Sign {
  readonly appointment_id: string;
  readonly signer_name: string;
  readonly relation?: string;
  readonly attachment_id?: string | null;
  readonly consent?: string;
  readonly shown?: string;
}

export interface RefuseToSign {
  readonly appointment_id: string;
  readonly signer_name?: string;
  readonly reason: string;
}

/** Somebody signs on the technician's phone. Born: 0 = signature, 1 = fact. */
export interface TakeSignature {
  readonly appointment_id: string;
  readonly role: SignerRole;
  readonly signer_name: string;
  readonly relation?: string;
  readonly language: string;
  readonly consent_id: string;
  readonly consent_version: number;
  readonly shown: string;
  readonly shown_sha256: string;
  readonly strokes?: string;
  readonly attachment_id?: string | null;
  readonly fix?: Fix | null;
}

/** Somebody was shown the work and does not sign. Born: 0 = signature, 1 = fact. */
export interface TakeRefusal {
  readonly appointment_id: string;
  readonly role: SignerRole;
  readonly signer_name?: string;
  readonly relation?: string;
  readonly reason: string;
  readonly language: string;
  readonly shown: string;
  readonly shown_sha256: string;
  readonly fix?: Fix | null;
}

/** Which value is to be the field's. May be chosen again: the card keeps both. */
export interface ChooseConflict {
  readonly conflict_id: string;
  readonly choice: Choice;
}

/** Sent by the gateway itself. Born: 0 = held_entry. */
export interface HoldEntry {
  readonly replica: string;
  readonly n: number;
  readonly name: string;
  readonly args: string;
  readonly author_id: string;
  readonly author_name: string;
  readonly device_id: string;
  readonly device_ms: number | null;
  readonly at_ms: number;
  readonly reason: HeldReason;
  readonly why: string;
  readonly needs_n: number;
  readonly origin: string;
}

/** The author's: a refused entry goes to the office with a word. Born: 0 = held_entry. */
export interface HandOverEntry {
  readonly replica: string;
  readonly n: number;
  readonly remark: string;
  readonly device_ms?: number | null;
  readonly zone?: string;
}

/** An administrator's, once what made it fail was mended; what needs its rows runs after it. */
export interface RerunEntry {
  readonly replica: string;
  readonly n: number;
}

/** The office's: it runs as its author. */
export interface AcceptEntry {
  readonly replica: string;
  readonly n: number;
}

/** The office's: it is kept and never run. */
export interface DiscardEntry {
  readonly replica: string;
  readonly n: number;
  readonly reason: string;
}

/** Sent by the run itself: what became of it. */
export interface SettleEntry {
  readonly replica: string;
  readonly n: number;
  readonly outcome: HeldOutcome;
  readonly why: string;
  readonly detail: string;
  readonly state: HeldState;
}

/** The office has looked at it; the last word stands. */
export interface ReviewCheckIn {
  readonly check_in_id: string;
  readonly verdict: CheckInVerdict;
  readonly note?: string;
}

/** Born: 0 = paper_template. It waits until the server has tried it on the samples. */
export interface PublishTemplate {
  readonly logo?: string;
  readonly texts?: readonly PaperText[];
  readonly sections?: readonly PaperSection[];
}

/** What came of the trial, "" for good. Keyed `template:<id>` by whoever tried. */
export interface JudgeTemplate {
  readonly template_id: string;
  readonly problem?: string;
}

/** Names of the mutations: the only place where they are spelt. */
export const Mutation = {
  AddUser: 'user.add',
  EditUser: 'user.edit',
  SetUserActive: 'user.set_active',
  SetPassword: 'user.set_password',
  AddGrant: 'grant.add',
  EndGrant: 'grant.end',
  EnrolDevice: 'device.enrol',
  RevokeDevice: 'device.revoke',
  AddCustomer: 'customer.add',
  EditCustomer: 'customer.edit',
  SetCustomerActive: 'customer.set_active',
  AddContact: 'contact.add',
  EditContact: 'contact.edit',
  AddTerritory: 'territory.add',
  EditTerritory: 'territory.edit',
  SetTerritoryActive: 'territory.set_active',
  AddProject: 'project.add',
  EditProject: 'project.edit',
  SetProjectActive: 'project.set_active',
  AddLocation: 'location.add',
  EditLocation: 'location.edit',
  PlaceLocation: 'location.place',
  SetLocationActive: 'location.set_active',
  AddTechnician: 'technician.add',
  EditTechnician: 'technician.edit',
  SetTechnicianActive: 'technician.set_active',
  AddSkill: 'skill.add',
  EditSkill: 'skill.edit',
  GrantSkill: 'technician.grant_skill',
  SetShift: 'technician.set_shift',
  AddAbsence: 'technician.add_absence',
  EndAbsence: 'technician.end_absence',
  ReportPosition: 'position.report',
  AddAsset: 'asset.add',
  EditAsset: 'asset.edit',
  SetAssetActive: 'asset.set_active',
  AddChecklist: 'checklist.add',
  PublishChecklist: 'checklist.publish',
  SetChecklistActive: 'checklist.set_active',
  AnswerChecklist: 'checklist.answer',
  Attach: 'attachment.attach',
  StoreBlob: 'attachment.store',
  ReportWorkOrder: 'work_order.report',
  TriageWorkOrder: 'work_order.triage',
  EditWorkOrder: 'work_order.edit',
  NameAsset: 'work_order.name_asset',
  PlaceWorkOrder: 'work_order.place',
  Note: 'work_order.note',
  SeeNote: 'fact.see',
  Use: 'work_order.use',
  HoldWorkOrder: 'work_order.hold',
  ResumeWorkOrder: 'work_order.resume',
  DeclineWorkOrder: 'work_order.decline',
  CloseWorkOrder: 'work_order.close',
  CancelWorkOrder: 'work_order.cancel',
  ReopenWorkOrder: 'work_order.reopen',
  CorrectFact: 'fact.correct',
  AssignAppointment: 'appointment.assign',
  ReassignAppointment: 'appointment.reassign',
  RescheduleAppointment: 'appointment.reschedule',
  CancelAppointment: 'appointment.cancel',
  AcceptAppointment: 'appointment.accept',
  DeclineAppointment: 'appointment.decline',
  Depart: 'appointment.depart',
  Arrive: 'appointment.arrive',
  Start: 'appointment.start',
  Pause: 'appointment.pause',
  Resume: 'appointment.resume',
  NoShow: 'appointment.no_show',
  Complete: 'appointment.complete',
  CannotComplete: 'appointment.cannot_complete',
  Sign: 'appointment.sign',
  RefuseToSign: 'appointment.refuse_to_sign',
  TakeSignature: 'signature.sign',
  TakeRefusal: 'signature.refuse',
  ChooseConflict: 'conflict.choose',
  HoldEntry: 'entry.hold',
  HandOverEntry: 'entry.hand_over',
  RerunEntry: 'entry.rerun',
  AcceptEntry: 'entry.accept',
  DiscardEntry: 'entry.discard',
  SettleEntry: 'entry.settle',
  ReviewCheckIn: 'check_in.review',
  PublishTemplate: 'paper_template.publish',
  JudgeTemplate: 'paper_template.judge',
} as const;

export interface MutationArgs {
  readonly 'user.add': AddUser;
  readonly 'user.edit': EditUser;
  readonly 'user.set_active': SetUserActive;
  readonly 'user.set_password': SetPassword;
  readonly 'grant.add': AddGrant;
  readonly 'grant.end': EndGrant;
  readonly 'device.enrol': EnrolDevice;
  readonly 'device.revoke': RevokeDevice;
  readonly 'customer.add': AddCustomer;
  readonly 'customer.edit': EditCustomer;
  readonly 'customer.set_active': SetCustomerActive;
  readonly 'contact.add': AddContact;
  readonly 'contact.edit': EditContact;
  readonly 'territory.add': AddTerritory;
  readonly 'territory.edit': EditTerritory;
  readonly 'territory.set_active': SetTerritoryActive;
  readonly 'project.add': AddProject;
  readonly 'project.edit': EditProject;
  readonly 'project.set_active': SetProjectActive;
  readonly 'location.add': AddLocation;
  readonly 'location.edit': EditLocation;
  readonly 'location.place': PlaceLocation;
  readonly 'location.set_active': SetLocationActive;
  readonly 'technician.add': AddTechnician;
  readonly 'technician.edit': EditTechnician;
  readonly 'technician.set_active': SetTechnicianActive;
  readonly 'skill.add': AddSkill;
  readonly 'skill.edit': EditSkill;
  readonly 'technician.grant_skill': GrantSkill;
  readonly 'technician.set_shift': SetShift;
  readonly 'technician.add_absence': AddAbsence;
  readonly 'technician.end_absence': EndAbsence;
  readonly 'position.report': ReportPosition;
  readonly 'asset.add': AddAsset;
  readonly 'asset.edit': EditAsset;
  readonly 'asset.set_active': SetAssetActive;
  readonly 'checklist.add': AddChecklist;
  readonly 'checklist.publish': PublishChecklist;
  readonly 'checklist.set_active': SetChecklistActive;
  readonly 'checklist.answer': AnswerChecklist;
  readonly 'attachment.attach': Attach;
  readonly 'attachment.store': StoreBlob;
  readonly 'work_order.report': ReportWorkOrder;
  readonly 'work_order.triage': TriageWorkOrder;
  readonly 'work_order.edit': EditWorkOrder;
  readonly 'work_order.name_asset': NameAsset;
  readonly 'work_order.place': PlaceWorkOrder;
  readonly 'work_order.note': Note;
  readonly 'fact.see': SeeNote;
  readonly 'work_order.use': Use;
  readonly 'work_order.hold': HoldWorkOrder;
  readonly 'work_order.resume': ResumeWorkOrder;
  readonly 'work_order.decline': DeclineWorkOrder;
  readonly 'work_order.close': CloseWorkOrder;
  readonly 'work_order.cancel': CancelWorkOrder;
  readonly 'work_order.reopen': ReopenWorkOrder;
  readonly 'fact.correct': CorrectFact;
  readonly 'appointment.assign': AssignAppointment;
  readonly 'appointment.reassign': ReassignAppointment;
  readonly 'appointment.reschedule': RescheduleAppointment;
  readonly 'appointment.cancel': CancelAppointment;
  readonly 'appointment.accept': AcceptAppointment;
  readonly 'appointment.decline': DeclineAppointment;
  readonly 'appointment.depart': Depart;
  readonly 'appointment.arrive': Arrive;
  readonly 'appointment.start': Start;
  readonly 'appointment.pause': Pause;
  readonly 'appointment.resume': Resume;
  readonly 'appointment.no_show': NoShow;
  readonly 'appointment.complete': Complete;
  readonly 'appointment.cannot_complete': CannotComplete;
  readonly 'appointment.sign': Sign;
  readonly 'appointment.refuse_to_sign': RefuseToSign;
  readonly 'signature.sign': TakeSignature;
  readonly 'signature.refuse': TakeRefusal;
  readonly 'conflict.choose': ChooseConflict;
  readonly 'entry.hold': HoldEntry;
  readonly 'entry.hand_over': HandOverEntry;
  readonly 'entry.rerun': RerunEntry;
  readonly 'entry.accept': AcceptEntry;
  readonly 'entry.discard': DiscardEntry;
  readonly 'entry.settle': SettleEntry;
  readonly 'check_in.review': ReviewCheckIn;
  readonly 'paper_template.publish': PublishTemplate;
  readonly 'paper_template.judge': JudgeTemplate;
}

export type MutationName = keyof MutationArgs;
