/** Reporting: an order comes into being, with whoever and wherever it is about. */
import { Channel, Grade, Signing, WorkOrderKind, WorkOrderState } from '../../contract/enums';
import type { Contact, WorkOrder } from '../../contract/kinds';
import type { ReportWorkOrder } from '../../contract/mutations';
import type { Effect, Stage, When } from '../../sync/mutator';
import { writeFact } from '../fact';
import { putLocation, territoryOf } from '../places/placing';
import { due, mayReport, POLICY_VERSION } from './rules';

type People = Pick<WorkOrder, 'customer_id' | 'contact_id'>;
type Place = Pick<WorkOrder, 'location_id' | 'address'>;

export function report(stage: Stage, args: ReportWorkOrder, when: When): Effect {
  const parent = stage.get('work_order', args.parent_id);
  const contact = stage.get('contact', args.contact_id);
  const hasPlace = Boolean(args.location_id || args.address || args.fix || args.parent_id);
  const named = args.new_customer_name || args.new_contact_name || args.phone || '';
  const refusal = mayReport(hasPlace, Boolean(args.customer_id || args.contact_id || named));
  if (refusal) return refusal;
  const people = peopleOf(stage, args, when, { contact, parent, named });
  const order = newOrder(stage, args, when, people, placeOf(stage, args, when, parent));
  stage.put('work_order', order);
  const detail = { grade: order.grade, channel: order.channel };
  writeFact(stage, when, 1, { work_order_id: order.id, text: order.title, detail });
  return 'done';
}

interface Named {
  readonly contact: Contact | undefined;
  readonly parent: WorkOrder | undefined;
  readonly named: string;
}

/** Customer and contact, made where only a name or a number was given. */
function peopleOf(
  stage: Stage,
  args: ReportWorkOrder,
  when: When,
  { contact, parent, named }: Named,
): People {
  if (contact) return { customer_id: contact.customer_id, contact_id: contact.id };
  if (!named && !args.customer_id) {
    return {
      customer_id: parent?.customer_id ?? null,
      contact_id: args.contact_id ?? parent?.contact_id ?? null,
    };
  }
  const customer_id = args.customer_id ?? putCustomer(stage, args, when, named);
  if (!args.new_contact_name && !args.phone)
    return { customer_id, contact_id: args.contact_id ?? null };
  const contact_id = when.born(3);
  stage.put('contact', {
    id: contact_id,
    customer_id,
    name: args.new_contact_name || args.new_customer_name || args.phone || '',
    initials: '',
    relation: args.relation ?? '',
    phone: args.phone ?? '',
    locale: args.locale ?? 'zh-CN',
  });
  return { customer_id, contact_id };
}

function putCustomer(stage: Stage, args: ReportWorkOrder, when: When, name: string): string {
  const id = when.born(2);
  const phone = args.phone ?? '';
  stage.put('customer', {
    id,
    name,
    initials: '',
    tier: 'normal',
    phone,
    remark: '',
    is_active: true,
  });
  return id;
}

/** The location, made from a fix, and the address as it was said. */
function placeOf(
  stage: Stage,
  args: ReportWorkOrder,
  when: When,
  parent: WorkOrder | undefined,
): Place {
  const address = args.address ?? '';
  if (args.location_id) return { location_id: args.location_id, address };
  if (args.fix) {
    const name = address || args.title;
    return {
      location_id: putLocation(stage, when, { ordinal: 4, name, address, fix: args.fix }),
      address,
    };
  }
  if (parent && !address) return { location_id: parent.location_id, address: parent.address };
  return { location_id: null, address };
}

function newOrder(
  stage: Stage,
  args: ReportWorkOrder,
  when: When,
  people: People,
  place: Place,
): WorkOrder {
  const { grade = Grade.NORMAL, closed_ms = null } = args;
  const reported_ms = args.reported_ms ?? when.at_ms;
  return {
    id: when.born(0),
    number: null,
    local_code: args.local_code ?? '',
    kind: WorkOrderKind.REPAIR,
    state: closed_ms === null ? WorkOrderState.REPORTED : WorkOrderState.CLOSED,
    held_from: null,
    grade,
    channel: args.channel ?? Channel.PHONE,
    external_ref: args.external_ref ?? '',
    title: args.title,
    description: args.description ?? '',
    ...people,
    ...place,
    asset_id: args.asset_id ?? null,
    territory_id: territoryOf(stage, place.location_id),
    skill_id: args.skill_id ?? null,
    skill_level: 1,
    duration_min: args.duration_min ?? 60,
    reporter_id: when.user_id,
    reported_ms,
    ...due(grade, reported_ms),
    arrived_ms: null,
    done_ms: closed_ms,
    signing: Signing.NONE,
    hold_reason: '',
    reopened_count: 0,
    checklist_version_id: null,
    policy_version: POLICY_VERSION,
    parent_id: args.parent_id ?? null,
    duplicate_of_id: null,
    remark: '',
  };
}
