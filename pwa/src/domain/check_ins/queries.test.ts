import { describe, expect, it } from 'vitest';
import type { Attachment, CheckIn, Fact } from '../../contract/kinds';
import type { AnyRow } from '../../sync/members';
import { LiveView } from '../../sync/view';
import {
  awaitingReview,
  checkInOf,
  checkInsOf,
  flagsIn,
  freshPhoto,
  ownCheckIns,
  samplesIn,
} from './queries';

const row = (given: Partial<CheckIn>) =>
  ({
    work_order_id: 'o',
    technician_id: 't',
    at_ms: 1,
    flags: '{}',
    samples: '[]',
    ...given,
  }) as CheckIn;

function viewOf(rows: readonly CheckIn[], photos: readonly Partial<Attachment>[] = []): LiveView {
  const view = new LiveView();
  for (const one of rows) view.confirmed.set('check_in', one as unknown as AnyRow);
  for (const one of photos) view.confirmed.set('attachment', one as AnyRow);
  return view;
}

describe('a check-in', () => {
  it('tells each flag with its figure, in one order', () => {
    const flagged = row({ flags: '{"fast":312,"inaccurate":250,"outside":840}' });
    expect(flagsIn(flagged)).toEqual([
      { flag: 'outside', figure: 840 },
      { flag: 'inaccurate', figure: 250 },
      { flag: 'fast', figure: 312 },
    ]);
    // A row of an older copy that lacks the field.
    expect(flagsIn(row({ flags: '' }))).toEqual([]);
    expect(samplesIn(row({ samples: '[{},{}]' }))).toBe(2);
  });

  it('is listed by order, by person, and until somebody has looked', () => {
    const view = viewOf([
      row({ id: 'a', at_ms: 1, review: 'awaiting' }),
      row({ id: 'b', at_ms: 3, review: 'awaiting', technician_id: 'u' }),
      row({ id: 'c', at_ms: 2, review: 'seen', work_order_id: 'p' }),
    ]);
    const ids = (rows: readonly CheckIn[]) => rows.map(({ id }) => id);
    expect(ids(checkInsOf(view, 'o'))).toEqual(['b', 'a']);
    expect(ids(ownCheckIns(view, 't'))).toEqual(['c', 'a']);
    expect(ids(ownCheckIns(view, null))).toEqual([]);
    expect(ids(awaitingReview(view))).toEqual(['a', 'b']);
  });

  it('is found by its line of history', () => {
    const arrival = { appointment_id: 'v', verb: 'appointment.arrive', at_ms: 2 } as Fact;
    const view = viewOf([
      row({ id: 'a', appointment_id: 'v', purpose: 'arrive', at_ms: 1 }),
      row({ id: 'b', appointment_id: 'v', purpose: 'arrive', at_ms: 2 }),
      row({ id: 'c', appointment_id: 'w', purpose: 'arrive', at_ms: 2 }),
    ]);
    expect(checkInOf(view, arrival)?.id).toBe('b');
    expect(checkInOf(view, { ...arrival, verb: 'appointment.start' })).toBeUndefined();
    expect(checkInOf(view, { ...arrival, at_ms: 3 })).toBeUndefined();
  });

  it('takes the newest fresh picture of this visit along', () => {
    const photo = (id: string, captured_ms: number, given: Partial<Attachment> = {}) =>
      ({ id, appointment_id: 'v', slot: 'before', captured_ms, ...given }) as const;
    const view = viewOf(
      [],
      [
        photo('old', 10),
        photo('first', 20),
        photo('last', 30),
        photo('after', 40, { slot: 'after' }),
        photo('elsewhere', 50, { appointment_id: 'w' }),
      ],
    );
    expect(freshPhoto(view, 'v', 20)?.id).toBe('last');
    expect(freshPhoto(view, 'v', 31)).toBeUndefined();
  });
});
