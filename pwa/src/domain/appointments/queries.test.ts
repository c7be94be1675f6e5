import { describe, expect, test } from 'vitest';
import { factRow, jobWith, locationRow, orderRow, viewOf, visitRow } from '../testing/rows';
import { dayOf, findJob, isLate, jobsOf, localDay, matches, nextJob, passes } from './queries';

const NOON = Date.parse('2026-11-20T12:00:00+08:00');

describe('the day', () => {
  test('holds today and whatever is under way, in order of time', () => {
    const jobs = [
      jobWith({ id: 'yesterday, going on', start_local: '2026-11-19T18:00', state: 'working' }),
      jobWith({ id: 'done', start_local: '2026-11-20T08:30', state: 'completed' }),
      jobWith({ id: 'called off', start_local: '2026-11-20T10:00', state: 'cancelled' }),
      jobWith({ id: 'next', start_local: '2026-11-20T14:00' }),
      jobWith({ id: 'tomorrow', start_local: '2026-11-21T09:00' }),
    ];
    const day = dayOf(jobs, NOON);
    expect(day.stops.map((job) => job.id)).toEqual(['yesterday, going on', 'done', 'next']);
    expect(day.now?.id).toBe('yesterday, going on');
    expect(day.others.map((job) => job.id)).toEqual(['tomorrow']);
    expect(day.doneCount).toBe(1);
  });

  test('a missed visit of another day stays among the open ones', () => {
    const day = dayOf([jobWith({ id: 'missed', start_local: '2026-11-18T09:00' })], NOON);
    expect(day.stops).toEqual([]);
    expect(day.now).toBeNull();
    expect(day.others.map((job) => job.id)).toEqual(['missed']);
  });

  test('a visit just completed comes first while the customer is there to sign, and not later', () => {
    const finished_ms = NOON - 60_000;
    const done = jobWith({ id: 'done', state: 'completed', finished_ms });
    const open = jobWith({ id: 'open', start_local: '2026-11-20T14:00' });
    expect(dayOf([done, open], NOON).now?.id).toBe('done');
    expect(dayOf([done, open], NOON + 2 * 3_600_000).now?.id).toBe('open');
    const signed = factRow({ id: 'f', appointment_id: 'done', verb: 'appointment.sign' });
    const after = jobWith({ id: 'done', state: 'completed', finished_ms }, {}, { fact: [signed] });
    expect(dayOf([after, open], NOON).now?.id).toBe('open');
  });

  test('today is that of the place, not of the phone', () => {
    const ms = Date.parse('2026-11-20T23:30:00Z');
    expect(localDay(ms, 'Asia/Shanghai')).toBe('2026-11-21');
    expect(localDay(ms, 'America/New_York')).toBe('2026-11-20');
  });

  test('kept jobs are for reading only: apart from the day', () => {
    const day = dayOf([jobWith({ id: 'gone', state: 'working' }, {}, {}, ['gone'])], NOON);
    expect(day.stops).toEqual([]);
    expect(day.kept.map((job) => job.id)).toEqual(['gone']);
  });

  test('the next one is under way, else the first open one, never the same', () => {
    const a = jobWith({ id: 'a', start_local: '2026-11-20T09:00' });
    const b = jobWith({ id: 'b', start_local: '2026-11-20T10:00' });
    const day = dayOf([a, b], NOON);
    expect(nextJob(day, 'a')?.id).toBe('b');
    expect(nextJob(day, 'b')?.id).toBe('a');
    expect(nextJob(dayOf([a], NOON), 'a')).toBeNull();
  });
});

describe('whose jobs', () => {
  const view = viewOf(
    {
      appointment: [
        visitRow({ id: 'mine', work_order_id: 'o1' }),
        visitRow({ id: 'other', work_order_id: 'o2', technician_id: 'somebody' }),
        visitRow({ id: 'kept', work_order_id: 'o3', technician_id: 'somebody' }),
        visitRow({ id: 'without order', work_order_id: 'not here yet' }),
      ],
      work_order: ['o1', 'o2', 'o3'].map((id) => orderRow({ id })),
    },
    ['kept'],
  );

  test('mine and what is kept, not what comes without its order', () => {
    expect(jobsOf(view, 'me').map((job) => job.id)).toEqual(['kept', 'mine']);
    expect(jobsOf(view, null)).toEqual([]);
  });

  test('found by visit or by order', () => {
    expect(findJob(view, 'mine', 'me')?.id).toBe('mine');
    expect(findJob(view, 'o1', 'me')?.id).toBe('mine');
    expect(findJob(view, 'o2', 'me')).toBeNull();
  });
});

describe('searching', () => {
  const job = jobWith(
    { id: 'v' },
    {
      number: 'BX-2026-000123',
      local_code: 'X-7K3QM',
      title: '卫生间渗水',
      customer_id: 'c',
      location_id: 'room',
    },
    {
      customer: [
        {
          id: 'c',
          name: '张丽',
          initials: 'zl',
          tier: '',
          phone: '138 1620 2207',
          remark: '',
          is_active: true,
        },
      ],
      location: [locationRow({ id: 'room', name: '滨江云锦苑 1802', initials: 'bjyjy' })],
    },
  );

  test.each(['000123', 'x-7k3', '渗水', 'ZL', 'bjyjy', '1802 张', '16202207', '138-1620'])(
    '%s is found',
    (text) => {
      expect(matches(job, text)).toBe(true);
    },
  );

  test.each(['000124', '张三', '渗水 漏电', '99', '77'])('%s is not', (text) => {
    expect(matches(job, text)).toBe(false);
  });

  test('filters', () => {
    const late = jobWith(
      { id: 'l', state: 'accepted' },
      { arrival_due_ms: NOON - 1, grade: 'urgent' },
    );
    expect(isLate(late, NOON)).toBe(true);
    expect(isLate(jobWith({ arrived_ms: 5 }, { arrival_due_ms: NOON - 1 }), NOON)).toBe(false);
    expect(passes(late, 'overdue', NOON)).toBe(true);
    expect(passes(late, 'urgent', NOON)).toBe(true);
    expect(passes(late, 'unaccepted', NOON)).toBe(false);
    expect(passes(late, 'today', NOON + 86_400_000)).toBe(false);
    expect(passes(late, null, NOON)).toBe(true);
  });
});
