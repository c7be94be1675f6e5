/** Optimistic effects of what people decide and remark about orders. */
import { AppointmentState } from '../../contract/enums';
import type { WorkOrder } from '../../contract/kinds';
import { APPOINTMENT_OPEN } from '../../contract/lifecycle';
import type {
  CancelWorkOrder,
  CloseWorkOrder,
  CorrectFact,
  DeclineWorkOrder,
  EditWorkOrder,
  HoldWorkOrder,
  NameAsset,
  Note,
  PlaceWorkOrder,
  ReopenWorkOrder,
  ResumeWorkOrder,
  SeeNote,
  TriageWorkOrder,
  Use,
} from '../../contract/mutations';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { pinned } from '../checklists/pinning';
import { detailOf, NOT_FOUND, writeFact } from '../fact';
import { putLocation, territoryOf } from '../places/placing';
import { report } from './report';
import * as rules from './rules';

const RELEASED = { held_from: null, hold_reason: '' } as const;

/** Moves the order where its lifecycle says (or `fields` say otherwise) and writes it down. */
function decide(
  stage: Stage,
  when: When,
  work_order_id: string,
  text: string,
  fieldsOf: (order: WorkOrder) => Partial<WorkOrder> = () => ({}),
): Effect {
  const order = stage.get('work_order', work_order_id);
  if (order === undefined) return NOT_FOUND;
  const state = rules.decided(when.name, order);
  if (typeof state !== 'string') return state;
  stage.put('work_order', { ...order, state, ...fieldsOf(order) });
  writeFact(stage, when, 0, { work_order_id, text, detail: { from: order.state } });
  return 'done';
}

/** Nobody goes to an order that is on hold or over. */
function callOff(stage: Stage, when: When, work_order_id: string, reason: string): void {
  for (const visit of stage.by('appointment', 'work_order_id', work_order_id)) {
    if (!APPOINTMENT_OPEN.includes(visit.state)) continue;
    const finished = {
      state: AppointmentState.CANCELLED,
      finished_ms: when.at_ms,
      summary: reason,
    };
    stage.put('appointment', { ...visit, ...finished });
  }
}

function triage(stage: Stage, args: TriageWorkOrder, when: When): Effect {
  const order = stage.get('work_order', args.work_order_id);
  if (order === undefined) return NOT_FOUND;
  const state = rules.decided(when.name, order);
  if (typeof state !== 'string') return state;
  const { grade, skill_id = null, skill_level = 1, duration_min = 60, location_id = null } = args;
  const place =
    location_id === null ? {} : { location_id, territory_id: territoryOf(stage, location_id) };
  const due = rules.regraded(order, grade);
  const pin = pinned(stage, order, skill_id, args.checklist_id ?? null);
  if ('reason' in pin) return pin;
  stage.put('work_order', {
    ...order,
    state,
    grade,
    skill_id,
    skill_level,
    duration_min,
    ...due,
    ...pin,
    ...place,
  });
  const { checklist_id } = args;
  const detail = detailOf({
    grade,
    skill_id,
    skill_level,
    duration_min,
    location_id,
    checklist_id,
  });
  writeFact(stage, when, 0, { work_order_id: order.id, detail });
  return 'done';
}

function place(stage: Stage, args: PlaceWorkOrder, when: When): Effect {
  const order = stage.get('work_order', args.work_order_id);
  if (order === undefined) return NOT_FOUND;
  const refusal = rules.mayPlace(order);
  if (refusal) return refusal;
  const { address = '', fix } = args;
  if (!args.location_id && !fix && !address) return rules.NEEDS_PLACE_OR_CONTACT;
  let location_id = args.location_id ?? null;
  if (location_id === null && fix) {
    const name = address || order.address || order.title;
    location_id = putLocation(stage, when, { ordinal: 1, name, address, fix });
  }
  stage.put('work_order', {
    ...order,
    ...(address ? { address } : {}),
    ...(location_id === null ? {} : { location_id, territory_id: territoryOf(stage, location_id) }),
  });
  const detail = detailOf(args, 'address');
  writeFact(stage, when, 0, { work_order_id: order.id, text: address, detail });
  return 'done';
}

function edit(stage: Stage, args: EditWorkOrder, when: When): Effect {
  const { work_order_id, title, description } = args;
  const order = stage.get('work_order', work_order_id);
  if (order === undefined) return NOT_FOUND;
  if (rules.isGone(order.state)) return rules.wrongState(order);
  const before = order.title === title ? {} : { title: order.title };
  stage.put('work_order', { ...order, title, description });
  writeFact(stage, when, 0, { work_order_id, text: title, detail: { before } });
  return 'done';
}

/** Chosen, or read from a label; a label that this phone does not know is named by the server. */
function nameAsset(stage: Stage, args: NameAsset, when: When): Effect {
  const { work_order_id, appointment_id = null, code = '' } = args;
  const order = stage.get('work_order', work_order_id);
  if (order === undefined) return NOT_FOUND;
  const labelled = code ? stage.by('asset', 'code', code)[0] : undefined;
  const asset = stage.get('asset', args.asset_id) ?? labelled;
  if (args.asset_id && !asset) return NOT_FOUND;
  if (!asset && !code) return { reason: 'bad_arguments', detail: {} };
  const holds = stage.holds('work_order', work_order_id);
  const is_late = rules.isLateRemark(order.state, holds, when.is_office);
  if (asset && !is_late) stage.put('work_order', { ...order, asset_id: asset.id });
  const detail = { ...(code ? { code } : {}), ...(asset ? { asset_id: asset.id } : {}) };
  const text = asset?.name ?? code;
  writeFact(stage, when, 0, { work_order_id, appointment_id, text, detail, is_late });
  return is_late ? 'late' : 'done';
}

function remark(stage: Stage, args: Note | Use, when: When, text: string, without: string): Effect {
  const { work_order_id, appointment_id = null } = args;
  const order = stage.get('work_order', work_order_id);
  if (order === undefined) return NOT_FOUND;
  const holds = stage.holds('work_order', work_order_id);
  const is_late = rules.isLateRemark(order.state, holds, when.is_office);
  const detail = detailOf(args, without);
  writeFact(stage, when, 0, { work_order_id, appointment_id, text, detail, is_late });
  return is_late ? 'late' : 'done';
}

function see(stage: Stage, args: SeeNote, when: When): Effect {
  const fact = stage.get('fact', args.fact_id);
  if (fact === undefined) return NOT_FOUND;
  const refusal = rules.mayMarkSeen(fact, when.user_id);
  if (refusal) return refusal;
  if (fact.seen_ms === null) stage.put('fact', { ...fact, seen_ms: when.at_ms });
  return 'done';
}

/** Strike a fact through: it stays readable, and what it moved stays moved. */
function correct(stage: Stage, args: CorrectFact, when: When): Effect {
  const fact = stage.get('fact', args.fact_id);
  if (fact === undefined) return NOT_FOUND;
  const refusal = rules.mayStrike(fact, when.user_id, when.is_office);
  if (refusal) return refusal;
  stage.put('fact', { ...fact, struck_by_id: when.user_id, struck_reason: args.reason });
  const { work_order_id, appointment_id } = fact;
  const detail = { fact_id: fact.id, verb: fact.verb };
  writeFact(stage, when, 0, { work_order_id, appointment_id, text: args.reason, detail });
  return 'done';
}

function hold(stage: Stage, args: HoldWorkOrder, when: When): Effect {
  const held = (order: WorkOrder) => ({ held_from: order.state, hold_reason: args.reason });
  const effect = decide(stage, when, args.work_order_id, args.reason, held);
  if (effect === 'done') callOff(stage, when, args.work_order_id, args.reason);
  return effect;
}

function resume(stage: Stage, args: ResumeWorkOrder, when: When): Effect {
  const resumed = (order: WorkOrder) => ({ ...RELEASED, state: rules.resumedState(order) });
  return decide(stage, when, args.work_order_id, '', resumed);
}

function decline(stage: Stage, args: DeclineWorkOrder, when: When): Effect {
  const effect = decide(stage, when, args.work_order_id, args.reason);
  if (effect === 'done') callOff(stage, when, args.work_order_id, args.reason);
  return effect;
}

function close(stage: Stage, args: CloseWorkOrder, when: When): Effect {
  return decide(stage, when, args.work_order_id, '');
}

function cancel(stage: Stage, args: CancelWorkOrder, when: When): Effect {
  const effect = decide(stage, when, args.work_order_id, args.reason, () => RELEASED);
  if (effect === 'done') callOff(stage, when, args.work_order_id, args.reason);
  return effect;
}

function reopen(stage: Stage, args: ReopenWorkOrder, when: When): Effect {
  const again = (order: WorkOrder) => rules.reopened(order, when.at_ms);
  return decide(stage, when, args.work_order_id, args.reason, again);
}

export const WORK_ORDER_MUTATORS: Mutators = {
  'work_order.report': report,
  'work_order.triage': triage,
  'work_order.edit': edit,
  'work_order.name_asset': nameAsset,
  'work_order.place': place,
  'work_order.note': (stage, args, when) => remark(stage, args, when, args.text ?? '', 'text'),
  'fact.see': see,
  'work_order.use': (stage, args, when) => remark(stage, args, when, args.item ?? '', 'item'),
  'work_order.hold': hold,
  'work_order.resume': resume,
  'work_order.decline': decline,
  'work_order.close': close,
  'work_order.cancel': cancel,
  'work_order.reopen': reopen,
  'fact.correct': correct,
};
