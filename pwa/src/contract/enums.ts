// Generated from Python by scripts/generate_contract.py. Do not edit.

export const AppointmentState = {
  SCHEDULED: 'scheduled',
  DISPATCHED: 'dispatched',
  ACCEPTED: 'accepted',
  EN_ROUTE: 'en_route',
  ON_SITE: 'on_site',
  WORKING: 'working',
  PAUSED: 'paused',
  COMPLETED: 'completed',
  CANNOT_COMPLETE: 'cannot_complete',
  NO_SHOW: 'no_show',
  CANCELLED: 'cancelled',
} as const;
export type AppointmentState = (typeof AppointmentState)[keyof typeof AppointmentState];

export const AssetKind = {
  EQUIPMENT: 'equipment',
  PART: 'part',
} as const;
export type AssetKind = (typeof AssetKind)[keyof typeof AssetKind];

/** `stored` only after the server verified the whole file's hash and wrote it durably. */
export const BlobState = {
  WAITING: 'waiting',
  STORED: 'stored',
} as const;
export type BlobState = (typeof BlobState)[keyof typeof BlobState];

export const Channel = {
  PHONE: 'phone',
  BOARD: 'board',
  TECHNICIAN: 'technician',
  PORTAL: 'portal',
  IMPORT: 'import',
} as const;
export type Channel = (typeof Channel)[keyof typeof Channel];

export const CheckAnswer = {
  PASS: 'pass',
  FAIL: 'fail',
  NOT_APPLICABLE: 'na',
} as const;
export type CheckAnswer = (typeof CheckAnswer)[keyof typeof CheckAnswer];

/** What somebody should look at; each stands in `flags` with its figure. */
export const CheckInFlag = {
  NO_POSITION: 'no_position',
  OUTSIDE: 'outside',
  INACCURATE: 'inaccurate',
  OLD: 'old',
  FAST: 'fast',
  REPEATED: 'repeated',
} as const;
export type CheckInFlag = (typeof CheckInFlag)[keyof typeof CheckInFlag];

export const CheckInPurpose = {
  ARRIVE: 'arrive',
  LEAVE: 'leave',
} as const;
export type CheckInPurpose = (typeof CheckInPurpose)[keyof typeof CheckInPurpose];

export const CheckInReview = {
  NONE: 'none',
  AWAITING: 'awaiting',
  SEEN: 'seen',
  DOUBTFUL: 'doubtful',
} as const;
export type CheckInReview = (typeof CheckInReview)[keyof typeof CheckInReview];

export const CheckInVerdict = {
  SEEN: 'seen',
  DOUBTFUL: 'doubtful',
} as const;
export type CheckInVerdict = (typeof CheckInVerdict)[keyof typeof CheckInVerdict];

/** Which of the two values is to be the field's. */
export const Choice = {
  STORED: 'stored',
  ARRIVING: 'arriving',
} as const;
export type Choice = (typeof Choice)[keyof typeof Choice];

/** What the author should know about an accepted mutation. */
export const Flag = {
  LATE: 'late',
  MERGED: 'merged',
  CORRECTED: 'corrected',
  CONTESTED: 'contested',
} as const;
export type Flag = (typeof Flag)[keyof typeof Flag];

/** The printed forms of an order, in the order of its life. */
export const Form = {
  INTAKE: 'intake',
  DISPATCH: 'dispatch',
  SURVEY: 'survey',
  PLAN: 'plan',
  CERTIFICATE: 'certificate',
} as const;
export type Form = (typeof Form)[keyof typeof Form];

export const Grade = {
  URGENT: 'urgent',
  NORMAL: 'normal',
  MINOR: 'minor',
} as const;
export type Grade = (typeof Grade)[keyof typeof Grade];

/** What became of it when it was run. */
export const HeldOutcome = {
  NONE: 'none',
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  FAILED: 'failed',
} as const;
export type HeldOutcome = (typeof HeldOutcome)[keyof typeof HeldOutcome];

export const HeldReason = {
  HANDLER_FAILED: 'handler_failed',
  NEEDS_SET_ASIDE: 'needs_set_aside',
  QUARANTINED: 'quarantined',
  HANDED_OVER: 'handed_over',
  UNKNOWN_ROW: 'unknown_row',
} as const;
export type HeldReason = (typeof HeldReason)[keyof typeof HeldReason];

export const HeldState = {
  WAITING: 'waiting',
  RERUN: 'rerun',
  ACCEPTED: 'accepted',
  DISCARDED: 'discarded',
} as const;
export type HeldState = (typeof HeldState)[keyof typeof HeldState];

/** What an item asks for, and how its answer is written. */
export const ItemKind = {
  CHECK: 'check',
  CHOICE: 'choice',
  NUMBER: 'number',
  TEXT: 'text',
  PHOTO: 'photo',
} as const;
export type ItemKind = (typeof ItemKind)[keyof typeof ItemKind];

export const LocationKind = {
  SITE: 'site',
  BUILDING: 'building',
  UNIT: 'unit',
  FLOOR: 'floor',
  ROOM: 'room',
} as const;
export type LocationKind = (typeof LocationKind)[keyof typeof LocationKind];

/** Why a phone has no position to give. */
export const NoPosition = {
  DENIED: 'denied',
  UNAVAILABLE: 'unavailable',
  TIMEOUT: 'timeout',
} as const;
export type NoPosition = (typeof NoPosition)[keyof typeof NoPosition];

/** What became of an entry. `failed` is never recorded: the entry is sent again. */
export const Outcome = {
  ACCEPTED: 'accepted',
  REJECTED: 'rejected',
  SET_ASIDE: 'set_aside',
  FAILED: 'failed',
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** The six kinds of works that the firm builds and keeps. */
export const ProjectType = {
  HOUSING: 'housing',
  MUNICIPAL: 'municipal',
  MEP: 'mep',
  LANDSCAPE: 'landscape',
  PLANT: 'plant',
  ENERGY: 'energy',
} as const;
export type ProjectType = (typeof ProjectType)[keyof typeof ProjectType];

/** What a grant allows. A person may hold several, each for one territory or for all. */
export const Role = {
  TECHNICIAN: 'technician',
  DISPATCHER: 'dispatcher',
  MANAGER: 'manager',
  ADMINISTRATOR: 'administrator',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** As what somebody signs. A witness confirms nothing by himself. */
export const SignerRole = {
  CUSTOMER: 'customer',
  PROPERTY_MANAGER: 'property_manager',
  WITNESS: 'witness',
} as const;
export type SignerRole = (typeof SignerRole)[keyof typeof SignerRole];

/** What the customer said at the end. */
export const Signing = {
  NONE: 'none',
  SIGNED: 'signed',
  REFUSED: 'refused',
} as const;
export type Signing = (typeof Signing)[keyof typeof Signing];

/** What the picture shows. */
export const Slot = {
  BEFORE: 'before',
  DURING: 'during',
  AFTER: 'after',
  SIGNATURE: 'signature',
  REPORT: 'report',
  DOCUMENT: 'document',
} as const;
export type Slot = (typeof Slot)[keyof typeof Slot];

/** A template is in use only after the server has printed every sample with it. */
export const TemplateState = {
  WAITING: 'waiting',
  GOOD: 'good',
  REFUSED: 'refused',
} as const;
export type TemplateState = (typeof TemplateState)[keyof typeof TemplateState];

export const WorkOrderKind = {
  REPAIR: 'repair',
  PAID: 'paid',
} as const;
export type WorkOrderKind = (typeof WorkOrderKind)[keyof typeof WorkOrderKind];

export const WorkOrderState = {
  REPORTED: 'reported',
  TRIAGED: 'triaged',
  ASSIGNED: 'assigned',
  ACCEPTED: 'accepted',
  SURVEYING: 'surveying',
  PLAN_PENDING: 'plan_pending',
  APPROVED: 'approved',
  IN_REPAIR: 'in_repair',
  DONE: 'done',
  CONFIRMED: 'confirmed',
  CLOSED: 'closed',
  ON_HOLD: 'on_hold',
  CANCELLED: 'cancelled',
  DECLINED: 'declined',
} as const;
export type WorkOrderState = (typeof WorkOrderState)[keyof typeof WorkOrderState];
