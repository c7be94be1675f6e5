/** A technician's jobs: one appointment with its order, place and people. Pure over the view. */
import { AppointmentState } from '../../contract/enums';
import type { Appointment, Fact, WorkOrder } from '../../contract/kinds';
import { APPOINTMENT_OPEN } from '../../contract/lifecycle';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';
import { numberOf, type People, type Place, peopleOf, placeOf } from '../work_orders/queries';

export interface Job {
  readonly id: string;
  readonly appointment: Appointment;
  readonly order: WorkOrder;
  readonly place: Place;
  readonly people: People;
  /** Handed to somebody else: for reading until this phone's work is delivered. */
  readonly isKept: boolean;
  /** The customer signed or refused on this visit. */
  readonly isSigned: boolean;
}

const UNDER_WAY: readonly AppointmentState[] = [
  AppointmentState.WORKING,
  AppointmentState.PAUSED,
  AppointmentState.ON_SITE,
  AppointmentState.EN_ROUTE,
];
/** So long after the work the customer is still at hand to sign. */
const STILL_THERE_MS = 3_600_000;
const SIGNINGS: readonly string[] = [
  Mutation.Sign,
  Mutation.RefuseToSign,
  Mutation.TakeSignature,
  Mutation.TakeRefusal,
];

export function isOpen(appointment: Appointment): boolean {
  return APPOINTMENT_OPEN.includes(appointment.state);
}

export function isUnderWay(appointment: Appointment): boolean {
  return UNDER_WAY.includes(appointment.state);
}

/** Null while the order of the visit has not come yet. */
export function jobOf(view: View, appointment: Appointment): Job | null {
  const order = view.get('work_order', appointment.work_order_id);
  if (order === undefined) return null;
  return {
    id: appointment.id,
    appointment,
    order,
    place: placeOf(view, order),
    people: peopleOf(view, order),
    isKept: view.isKept('appointment', appointment.id),
    isSigned: view
      .by('fact', 'appointment_id', appointment.id)
      .some((fact) => SIGNINGS.includes(fact.verb) && !isBeside(fact)),
  };
}

/** Struck through, or of a witness, who confirms nothing. */
function isBeside(fact: Fact): boolean {
  return fact.struck_by_id !== null || fact.detail.includes('"role":"witness"');
}

/** All visits of this technician on the phone, kept ones among them, by start. */
export function jobsOf(view: View, technician_id: string | null): readonly Job[] {
  if (technician_id === null) return [];
  return view
    .all('appointment')
    .filter((one) => one.technician_id === technician_id || view.isKept('appointment', one.id))
    .map((one) => jobOf(view, one))
    .filter((job) => job !== null)
    .sort((a, b) => a.appointment.start_ms - b.appointment.start_ms || (a.id < b.id ? -1 : 1));
}

/** By the id of the visit, or by that of an order: then its open visit, else its last. */
export function findJob(view: View, id: string, technician_id: string | null): Job | null {
  const visit = view.get('appointment', id);
  if (visit !== undefined) return jobOf(view, visit);
  const visits = view
    .by('appointment', 'work_order_id', id)
    .filter((one) => one.technician_id === technician_id)
    .sort((a, b) => b.start_ms - a.start_ms);
  const chosen = visits.find(isOpen) ?? visits[0];
  return chosen === undefined ? null : jobOf(view, chosen);
}

const days = new Map<string, Intl.DateTimeFormat>();

/** "2026-11-20": the local day of an instant, as `start_local` spells it. */
export function localDay(ms: number, zone: string): string {
  let format = days.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    days.set(zone, format);
  }
  return format.format(ms);
}

export interface Day {
  /** Today's visits in order, and whatever is under way from another day. */
  readonly stops: readonly Job[];
  /** The one that is on, or comes next; null when all is done. */
  readonly now: Job | null;
  /** Open visits of other days: missed ones first. */
  readonly others: readonly Job[];
  readonly doneCount: number;
  /** Handed to somebody else. */
  readonly kept: readonly Job[];
}

export function dayOf(jobs: readonly Job[], now_ms: number): Day {
  const isToday = ({ appointment }: Job): boolean =>
    appointment.start_local.slice(0, 10) === localDay(now_ms, appointment.zone);
  const mine = jobs.filter((job) => !job.isKept);
  const stops = mine.filter(
    (job) =>
      isUnderWay(job.appointment) ||
      (isToday(job) && job.appointment.state !== AppointmentState.CANCELLED),
  );
  return {
    stops,
    now: nowOf(stops, now_ms),
    others: mine.filter((job) => isOpen(job.appointment) && !stops.includes(job)),
    doneCount: stops.filter((job) => !isOpen(job.appointment)).length,
    kept: jobs.filter((job) => job.isKept),
  };
}

function nowOf(stops: readonly Job[], now_ms: number): Job | null {
  for (const state of UNDER_WAY) {
    const job = stops.find((one) => one.appointment.state === state);
    if (job !== undefined) return job;
  }
  const unsigned = [...stops]
    .reverse()
    .find(
      (one) =>
        isAwaitingSignature(one) && now_ms - (one.appointment.finished_ms ?? 0) < STILL_THERE_MS,
    );
  return unsigned ?? stops.find((one) => isOpen(one.appointment)) ?? null;
}

/** The work is done and the customer has neither signed nor refused. */
export function isAwaitingSignature(job: Job): boolean {
  return (
    job.appointment.state === AppointmentState.COMPLETED &&
    !job.isSigned &&
    job.order.signing === 'none'
  );
}

/** The next open job after this one, today's first. */
export function nextJob(day: Day, after_id: string): Job | null {
  const open = [...day.stops, ...day.others].filter(
    (job) => job.id !== after_id && isOpen(job.appointment),
  );
  return open.find((job) => isUnderWay(job.appointment)) ?? open[0] ?? null;
}

export type JobFilter = 'today' | 'urgent' | 'overdue' | 'unaccepted';

export function passes(job: Job, filter: JobFilter | null, now_ms: number): boolean {
  const { appointment, order } = job;
  switch (filter) {
    case null:
      return true;
    case 'today':
      return appointment.start_local.slice(0, 10) === localDay(now_ms, appointment.zone);
    case 'urgent':
      return order.grade === 'urgent';
    case 'overdue':
      return isOpen(appointment) && isLate(job, now_ms);
    case 'unaccepted':
      return appointment.state === AppointmentState.DISPATCHED;
  }
}

/** Nobody has arrived, and the promised time is past. */
export function isLate({ appointment, order }: Job, now_ms: number): boolean {
  if (appointment.arrived_ms !== null || order.arrived_ms !== null) return false;
  return (order.arrival_due_ms ?? appointment.end_ms) < now_ms;
}

/** Every word has to be found somewhere: number, title, place, people, phone, pinyin initials. */
export function matches(job: Job, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { order, place, people } = job;
  const texts = [
    numberOf(order),
    order.local_code,
    order.title,
    order.description,
    order.address,
    place.name,
    place.address,
    place.initials,
    place.code,
    people.customer?.name,
    people.customer?.initials,
    people.contact?.name,
    people.contact?.initials,
  ];
  const hay = texts.join('\n').toLowerCase();
  const phones = digits(`${people.customer?.phone ?? ''} ${people.contact?.phone ?? ''}`);
  return words.every((word) => hay.includes(word) || isPhone(word, phones));
}

function isPhone(word: string, phones: string): boolean {
  const wanted = digits(word);
  return wanted.length >= 3 && phones.includes(wanted);
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}
