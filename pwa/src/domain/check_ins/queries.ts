/** What people read of check-ins. Pure functions over the view. */
import { CheckInFlag, CheckInReview } from '../../contract/enums';
import type { Attachment, CheckIn, Fact } from '../../contract/kinds';
import { Mutation } from '../../contract/mutations';
import type { View } from '../../sync/api';

export interface Flagged {
  readonly flag: CheckInFlag;
  readonly figure: number;
}

/** In the order of the contract, each with its figure. */
export function flagsIn(row: CheckIn): readonly Flagged[] {
  const figures = JSON.parse(row.flags || '{}') as Partial<Record<CheckInFlag, number>>;
  return Object.values(CheckInFlag).flatMap((flag) => {
    const figure = figures[flag];
    return figure === undefined ? [] : [{ flag, figure }];
  });
}

export function samplesIn(row: CheckIn): number {
  return (JSON.parse(row.samples || '[]') as unknown[]).length;
}

function newestFirst(a: CheckIn, b: CheckIn): number {
  return b.at_ms - a.at_ms || (a.id < b.id ? 1 : -1);
}

export function checkInsOf(view: View, work_order_id: string): readonly CheckIn[] {
  return [...view.by('check_in', 'work_order_id', work_order_id)].sort(newestFirst);
}

/** Of an arrival's line of history: both were born in one tap. */
export function checkInOf(view: View, fact: Fact): CheckIn | undefined {
  if (fact.verb !== Mutation.Arrive || fact.appointment_id === null) return undefined;
  return view
    .by('check_in', 'appointment_id', fact.appointment_id)
    .find((row) => row.purpose === 'arrive' && row.at_ms === fact.at_ms);
}

/** Flagged, and nobody has looked: the oldest first, as they are worked off. */
export function awaitingReview(view: View): readonly CheckIn[] {
  return view
    .all('check_in')
    .filter((row) => row.review === CheckInReview.AWAITING)
    .sort((a, b) => -newestFirst(a, b));
}

export function ownCheckIns(view: View, technician_id: string | null): readonly CheckIn[] {
  if (technician_id === null) return [];
  return [...view.by('check_in', 'technician_id', technician_id)].sort(newestFirst);
}

/** The picture that goes with a check-in: the visit's newest of the state before, if it is fresh. */
export function freshPhoto(
  view: View,
  appointment_id: string,
  since_ms: number,
): Attachment | undefined {
  return view
    .by('attachment', 'appointment_id', appointment_id)
    .filter((row) => row.slot === 'before' && row.captured_ms >= since_ms)
    .reduce<Attachment | undefined>(
      (last, row) => (last === undefined || row.captured_ms > last.captured_ms ? row : last),
      undefined,
    );
}
