/**
 * From the rows of an order to its certificate. Pure; means the same as `server/papers/drafting.py`:
 * `tests/contract/cases/certificate.json` judges both.
 */
import { BlobState, Form, Slot } from '../../contract/enums';
import type {
  Appointment,
  Asset,
  Attachment,
  ChecklistAnswer,
  Contact,
  Customer,
  Fact,
  Location,
  Project,
  Technician,
  WorkOrder,
} from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { Item as ChecklistItem } from '../checklists/rules';
import * as d from './document';
import { isChanged } from './rules';

const PHOTO_SLOTS: readonly Slot[] = [Slot.REPORT, Slot.BEFORE, Slot.DURING, Slot.AFTER];

/** Every row that the certificate may speak of. */
export interface OrderFile {
  readonly firm_name: string;
  readonly zone: string;
  readonly order: WorkOrder;
  readonly customer: Customer | null;
  readonly contact: Contact | null;
  /** From the order's own upwards. */
  readonly locations: readonly Location[];
  readonly project: Project | null;
  readonly asset: Asset | null;
  /** By their start. */
  readonly visits: readonly Appointment[];
  readonly technicians: Readonly<Record<string, Technician>>;
  readonly user_names: Readonly<Record<string, string>>;
  /** By their time. */
  readonly facts: readonly Fact[];
  /** By their time. */
  readonly attachments: readonly Attachment[];
  readonly items: readonly ChecklistItem[];
  readonly answers: readonly ChecklistAnswer[];
}

type Detail = Readonly<Record<string, unknown>>;

export function certificateOf(file: OrderFile): d.Certificate {
  const made: d.Certificate = {
    head: headOf(file),
    parties: partiesOf(file),
    place: placeOf(file),
    received_by_name: '',
    received_ms: null,
    visits: file.visits.map((visit) => visitOf(file, visit)),
    survey: null,
    plan: null,
    coverage: null,
    items: itemsOf(file),
    checks: checksOf(file),
    remarks: [],
    photos: photosOf(file),
    signature: null,
    refusal: null,
    flags: [],
  };
  return flagged(signed(made, file), file);
}

function headOf({ order, facts, firm_name, zone }: OrderFile): d.Head {
  return {
    form: Form.CERTIFICATE,
    version: d.VERSION,
    firm_name,
    zone,
    work_order_id: order.id,
    number: order.number || order.local_code,
    kind: order.kind,
    grade: order.grade,
    channel: order.channel,
    title: order.title,
    description: order.description,
    reported_ms: order.reported_ms,
    dated_ms: facts.reduce((newest, { at_ms }) => Math.max(newest, at_ms), order.reported_ms),
  };
}

function partiesOf({ customer, contact }: OrderFile): d.Parties {
  return {
    customer_name: customer?.name ?? '',
    contact_name: contact?.name ?? '',
    relation: contact?.relation ?? '',
    phone: contact?.phone || (customer?.phone ?? ''),
  };
}

function placeOf({ locations, order, project, asset }: OrderFile): d.Place {
  return {
    project_name: project?.name ?? '',
    location_names: locations.map((each) => each.name).reverse(),
    address: locations.find((each) => each.address)?.address ?? order.address,
    access: locations.find((each) => each.access)?.access ?? '',
    asset_name: asset?.name ?? '',
    asset_code: asset?.code ?? '',
    asset_serial: asset?.serial ?? '',
  };
}

function visitOf(file: OrderFile, visit: Appointment): d.Visit {
  const technician = file.technicians[visit.technician_id ?? ''];
  const arrival = file.facts.findLast(
    (fact) => fact.verb === Mutation.Arrive && fact.appointment_id === visit.id && stands(fact),
  );
  return {
    technician_name: technician?.name ?? '',
    technician_phone: technician?.phone ?? '',
    dispatcher_name: file.user_names[visit.assigned_by_id ?? ''] ?? '',
    start_ms: visit.start_ms,
    end_ms: visit.end_ms,
    duration_min: visit.duration_min,
    arrived_ms: visit.arrived_ms,
    started_ms: visit.started_ms,
    finished_ms: visit.finished_ms,
    distance_m: arrival ? ((detailOf(arrival)['distance_m'] as number | undefined) ?? null) : null,
    radius_m: file.locations[0]?.radius_m ?? null,
    away_reason: arrival?.text ?? '',
    summary: visit.summary,
  };
}

function photosOf({ attachments }: OrderFile): readonly d.Photo[] {
  return attachments
    .filter(({ slot }) => PHOTO_SLOTS.includes(slot))
    .map(({ sha256, slot, caption, captured_ms, state }) => ({
      sha256,
      slot,
      caption,
      captured_ms,
      is_stored: state === BlobState.STORED,
    }));
}

function itemsOf({ facts }: OrderFile): readonly d.Item[] {
  return facts
    .filter((fact) => fact.verb === Mutation.Use && stands(fact))
    .map((fact) => {
      const detail = detailOf(fact);
      return {
        item: fact.text,
        quantity_milli: Number(detail['quantity_milli'] ?? 0),
        unit: textOf(detail, 'unit'),
        serial: textOf(detail, 'serial'),
      };
    });
}

function checksOf({ order, items, answers }: OrderFile): readonly d.Check[] {
  const given = new Map(
    answers
      .filter((each) => each.checklist_version_id === order.checklist_version_id)
      .map(({ item, value }) => [item, value]),
  );
  return items.map(({ code, kind, label_zh, label_en, unit, options }) => {
    const answer = given.get(code) ?? '';
    const option = options.find((each) => each.code === answer);
    const answer_zh = option?.label_zh ?? '';
    return { label_zh, label_en, kind, answer, answer_zh, answer_en: option?.label_en ?? '', unit };
  });
}

/** The customer's last word that stands: a signature, or a refusal with its reason. */
function signed(made: d.Certificate, file: OrderFile): d.Certificate {
  const fact = file.facts.findLast(
    ({ verb, struck_by_id }) =>
      (verb === Mutation.Sign || verb === Mutation.RefuseToSign) && struck_by_id === null,
  );
  if (!fact) return made;
  const detail = detailOf(fact);
  const { at_ms, text } = fact;
  if (fact.verb === Mutation.RefuseToSign) {
    const refusal = { signer_name: textOf(detail, 'signer_name'), reason: text, at_ms };
    return { ...made, refusal };
  }
  const drawn = file.attachments.find((each) => each.id === detail['attachment_id']);
  const signature: d.Signature = {
    signer_name: text,
    relation: textOf(detail, 'relation'),
    at_ms,
    sha256: drawn?.sha256 ?? null,
    is_stored: drawn?.state === BlobState.STORED,
    consent: textOf(detail, 'consent'),
    shown: textOf(detail, 'shown'),
  };
  const visit = file.visits.find((each) => each.id === fact.appointment_id);
  const changed = isChanged(signature.shown, made, visit?.summary ?? '');
  return { ...made, signature, flags: changed ? ['flag.changed'] : [] };
}

/** What a reader has to know, beside what `signed` found. */
function flagged(made: d.Certificate, { facts }: OrderFile): d.Certificate {
  const arrived = made.visits.filter((visit) => visit.arrived_ms !== null);
  const found: readonly (readonly [string, boolean])[] = [
    ['flag.outside', arrived.some(isOutside)],
    ['flag.no_position', arrived.some((visit) => visit.distance_m === null)],
    ['flag.late', facts.some((fact) => fact.is_late)],
    ['flag.refused', made.refusal !== null],
    ['flag.waiting', made.photos.some((photo) => !photo.is_stored)],
  ];
  const flags = found.filter(([, isSet]) => isSet).map(([flag]) => flag);
  return { ...made, flags: [...made.flags, ...flags] };
}

function isOutside({ distance_m, radius_m }: d.Visit): boolean {
  return distance_m !== null && radius_m !== null && distance_m > radius_m;
}

function stands(fact: Fact): boolean {
  return fact.struck_by_id === null;
}

/** The figures of a line of history. */
function detailOf(fact: Fact): Detail {
  return JSON.parse(fact.detail) as Detail;
}

function textOf(detail: Detail, name: string): string {
  return String(detail[name] ?? '');
}
