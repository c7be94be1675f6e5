/** Optimistic effects on check-ins: born with a step of the visit, looked at by the office. */
import { CheckInPurpose } from '../../contract/enums';
import type {
  Arrive,
  CannotComplete,
  Complete,
  NoShow,
  ReviewCheckIn,
  Whereabouts,
} from '../../contract/mutations';
import { canonicalText } from '../../sync/canonical';
import type { Effect, Mutators, Stage, When } from '../../sync/mutator';
import { NOT_FOUND, wholeFix } from '../fact';
import { siteOf } from '../places/site';
import * as rules from './rules';

/** An arrival that says nothing about a position, not even why, leaves no check-in. */
export function checkIn(stage: Stage, args: Arrive, when: When): void {
  const { fix, reason = '' } = args;
  const said = fix || reason ? { samples: fix ? [fix] : [] } : null;
  record(stage, args.appointment_id, CheckInPurpose.ARRIVE, args.whereabouts ?? said, reason, when);
}

/** Nobody is asked for a reason on leaving. */
export function checkOut(stage: Stage, args: Complete | CannotComplete | NoShow, when: When): void {
  const where = args.whereabouts ?? null;
  record(stage, args.appointment_id, CheckInPurpose.LEAVE, where, '', when);
}

function record(
  stage: Stage,
  appointment_id: string,
  purpose: CheckInPurpose,
  where: Whereabouts | null,
  reason: string,
  when: When,
): void {
  const visit = stage.get('appointment', appointment_id);
  if (where === null || visit === undefined) return;
  const samples = (where.samples ?? []).map(wholeFix);
  const { technician_id, at_ms } = when;
  const best = rules.bestOf(samples, when.device_ms);
  const order = stage.get('work_order', visit.work_order_id);
  const site = siteOf(stage, order?.location_id ?? null);
  const distance_m = rules.siteDistanceM(best, site.point);
  const known = technician_id ? stage.by('check_in', 'technician_id', technician_id) : [];
  const kmh = best && rules.speedKmh(best, known, at_ms);
  const same_n = best && technician_id ? rules.samePoint(best, known) : 0;
  const flags = rules.flagsOf(best, distance_m, site.radius_m, kmh, same_n);
  const photo = stage.get('attachment', where.photo_id);
  stage.put('check_in', {
    id: when.born(1),
    work_order_id: visit.work_order_id,
    appointment_id,
    technician_id,
    purpose,
    at_ms,
    samples: canonicalText(samples),
    lon_e7: best?.lon_e7 ?? null,
    lat_e7: best?.lat_e7 ?? null,
    accuracy_m: best?.accuracy_m ?? null,
    age_s: best?.age_s ?? null,
    source: best?.source ?? '',
    missing: best ? null : (where.missing ?? null),
    distance_m,
    radius_m: site.radius_m,
    reason,
    photo_id: photo?.work_order_id === visit.work_order_id ? photo.id : null,
    flags: canonicalText(flags),
    review: rules.reviewOf(flags),
    reviewed_by_id: null,
    reviewed_ms: null,
    review_note: '',
  });
}

function review(stage: Stage, args: ReviewCheckIn, when: When): Effect {
  const { check_in_id, verdict, note = '' } = args;
  const row = stage.get('check_in', check_in_id);
  if (row === undefined) return NOT_FOUND;
  if (!when.is_office) return { reason: 'not_allowed', detail: {} };
  if (verdict === 'doubtful' && note.trim() === '') return { reason: 'note_needed', detail: {} };
  const reviewed = { reviewed_by_id: when.user_id, reviewed_ms: when.at_ms, review_note: note };
  stage.put('check_in', { ...row, ...reviewed, review: verdict });
  return 'done';
}

export const CHECK_IN_MUTATORS: Mutators = { 'check_in.review': review };
