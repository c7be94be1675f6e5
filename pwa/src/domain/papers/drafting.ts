/**
 * From the rows of an order to its certificate. Pure; means the same as `server/papers/drafting.py`:
 * `tests/contract/cases/certificate.json` judges both.
 */
import { BlobState, CheckInPurpose, Form } from '../../contract/enums';
import type { Appointment, Fact } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import * as d from './document';
import { detailOf, isPhoto, type OrderFile, stands, usedIn } from './file';
import { wordsOf } from './signing';

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
    items: usedIn(file.facts),
    checks: checksOf(file),
    remarks: [],
    photos: photosOf(file),
    signatures: wordsOf(file),
    flags: [],
  };
  return flagged(made, file);
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
    ...measured(file, visit, arrival),
    away_reason: arrival?.text ?? '',
    summary: visit.summary,
  };
}

/**
 * Metres from the site and its radius, both as they were at the arrival: of its check-in, or as the
 * phone said them where there is none.
 */
function measured(
  { check_ins, locations }: OrderFile,
  visit: Appointment,
  arrival: Fact | undefined,
): Pick<d.Visit, 'distance_m' | 'radius_m'> {
  const known = check_ins.findLast(
    (each) => each.appointment_id === visit.id && each.purpose === CheckInPurpose.ARRIVE,
  );
  const { distance_m = null, radius_m = null } =
    known && known.at_ms === arrival?.at_ms ? known : {};
  if (distance_m !== null) return { distance_m, radius_m };
  const said = arrival && (detailOf(arrival)['distance_m'] as number | undefined);
  return { distance_m: said ?? null, radius_m: locations[0]?.radius_m ?? null };
}

function photosOf({ attachments }: OrderFile): readonly d.Photo[] {
  return attachments.filter(isPhoto).map(({ sha256, slot, caption, captured_ms, state }) => ({
    sha256,
    slot,
    caption,
    captured_ms,
    is_stored: state === BlobState.STORED,
  }));
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

/** What a reader has to know. */
function flagged(made: d.Certificate, { facts }: OrderFile): d.Certificate {
  const { signatures, visits, photos } = made;
  const arrived = visits.filter((visit) => visit.arrived_ms !== null);
  const found: readonly (readonly [string, boolean])[] = [
    ['flag.changed', signatures.some(({ changes }) => changes.length > 0)],
    ['flag.outside', arrived.some(isOutside)],
    ['flag.no_position', arrived.some((visit) => visit.distance_m === null)],
    ['flag.late', facts.some((fact) => fact.is_late)],
    ['flag.refused', signatures.some(({ reason }) => reason !== '')],
    ['flag.waiting', photos.some((photo) => !photo.is_stored)],
  ];
  return { ...made, flags: found.filter(([, isSet]) => isSet).map(([flag]) => flag) };
}

function isOutside({ distance_m, radius_m }: d.Visit): boolean {
  return distance_m !== null && radius_m !== null && distance_m > radius_m;
}
