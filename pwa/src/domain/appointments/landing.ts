/** Facts of a visit: they always land, whoever has the visit by now. */
import type { Appointment } from '../../contract/kinds';
import type { Arrive, CannotComplete, Complete, NoShow } from '../../contract/mutations';
import type { Effect, Stage, When } from '../../sync/mutator';
import { checkIn, checkOut } from '../check_ins/mutators';
import { gapsOf } from '../checklists/mutators';
import { detailOf, NOT_FOUND, writeFact } from '../fact';
import { after, signed } from './rollup';
import * as rules from './rules';

/** A row of its own, for the office and its author alone. */
const CHECKED_IN = 'whereabouts';

interface OnVisit {
  readonly appointment_id: string;
}

/** No other visit with somebody on it is open for the same order. */
export function isLastUnderWay(stage: Stage, visit: Appointment): boolean {
  return !stage
    .by('appointment', 'work_order_id', visit.work_order_id)
    .some((other) => other.id !== visit.id && other.technician_id !== null && rules.isOpen(other));
}

/** Writes the fact; moves visit and order if it is his and the step is due. */
export function land(
  stage: Stage,
  args: OnVisit,
  when: When,
  textField = '',
  more: object = {},
): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  const order = stage.get('work_order', visit.work_order_id);
  const text = textOf(args, textField);
  // Without its order the visit is one that he lost: the fact still lands.
  const state = order ? rules.landing(when.name, visit, when.technician_id) : null;
  if (order && state !== null) {
    const isLast = isLastUnderWay(stage, visit);
    stage.put('work_order', after(when.name, order, when.at_ms, isLast));
    stage.put('appointment', {
      ...visit,
      ...rules.stamps(when.name, visit, when.at_ms, text),
      state,
    });
  }
  return write(stage, { ...args, ...more }, when, visit, textField, state === null);
}

export function landArrival(stage: Stage, args: Arrive, when: When): Effect {
  const effect = land(stage, args, when, 'reason');
  if (typeof effect === 'string') checkIn(stage, args, when);
  return effect;
}

/** The work ended without being done; nobody is asked where he leaves from. */
export function landEnding(stage: Stage, args: CannotComplete | NoShow, when: When): Effect {
  const effect = land(stage, args, when, 'reason');
  if (typeof effect === 'string') checkOut(stage, args, when);
  return effect;
}

/** A checklist with gaps stops nobody: how many there were is part of the line. */
export function landComplete(stage: Stage, args: Complete, when: When): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  const order = stage.get('work_order', visit?.work_order_id);
  const gaps = order ? gapsOf(stage, order) : 0;
  const effect = land(stage, args, when, 'summary', gaps > 0 ? { gaps } : {});
  if (typeof effect === 'string') checkOut(stage, args, when);
  return effect;
}

/** The customer's word, given on the technician's phone, moves the order. */
export function landSigning(stage: Stage, args: OnVisit, when: When, textField: string): Effect {
  const visit = stage.get('appointment', args.appointment_id);
  if (visit === undefined) return NOT_FOUND;
  const order = stage.get('work_order', visit.work_order_id);
  const isDue = rules.landing(when.name, visit, when.technician_id) !== null;
  const moved = order && isDue ? signed(when.name, order, visit.state) : null;
  if (moved) stage.put('work_order', moved);
  return write(stage, args, when, visit, textField, moved === null);
}

function textOf(args: object, field: string): string {
  const value = field ? (args as Record<string, unknown>)[field] : '';
  return typeof value === 'string' ? value : '';
}

function write(
  stage: Stage,
  args: OnVisit,
  when: When,
  visit: Appointment,
  textField: string,
  is_late: boolean,
): Effect {
  writeFact(stage, when, 0, {
    work_order_id: visit.work_order_id,
    appointment_id: visit.id,
    text: textOf(args, textField),
    detail: detailOf(args, textField, CHECKED_IN),
    is_late,
  });
  return is_late ? 'late' : 'done';
}
