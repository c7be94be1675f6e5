import { describe, expect, test } from 'vitest';
import { factRow, orderRow, viewOf, visitRow } from '../../domain/testing/rows';
import type { OutboxItem } from '../../sync/api';
import { exportText, isMendable, mended, orderOf, textsOf, totalOf } from './items';

const item = (given: Partial<OutboxItem>): OutboxItem => ({
  n: 7,
  replica: 'r',
  name: 'appointment.complete',
  args: { appointment_id: 'v', summary: 'done' },
  device_ms: 0,
  state: 'rejected',
  flags: [],
  rows: ['v'],
  waitsForOffice: false,
  ...given,
});

describe('an entry', () => {
  const view = viewOf({
    work_order: [orderRow({ id: 'o' })],
    appointment: [visitRow({ id: 'v', work_order_id: 'o' })],
    fact: [factRow({ id: 'f', work_order_id: 'o' })],
  });

  test.each([['o'], ['v'], ['f']])('is about the order that %s leads to', (id) => {
    expect(orderOf(view, item({ rows: ['unknown', id] }))?.id).toBe('o');
  });

  test('about a row that is gone is about nothing', () => {
    expect(orderOf(view, item({ rows: ['unknown'] }))).toBeUndefined();
  });

  test('is mended in its words only', () => {
    const one = item({});
    expect(textsOf(view, one)).toEqual({ summary: 'done' });
    expect(mended(one, { summary: 'all done' })).toEqual({
      appointment_id: 'v',
      summary: 'all done',
    });
    expect(isMendable(view, one)).toBe(true);
    expect(
      isMendable(view, item({ name: 'appointment.start', args: { appointment_id: 'v' } })),
    ).toBe(false);
  });

  test('what a customer signed is never mended', () => {
    expect(
      isMendable(view, item({ name: 'appointment.sign', args: { signer_name: '张丽' } })),
    ).toBe(false);
  });

  test('is taken along whole', () => {
    const saved = JSON.parse(exportText([item({ reason: 'order_state' })], 'me', 5));
    expect(saved).toMatchObject({ kind: 'fieldward-outbox', user: 'me', at_ms: 5 });
    expect(saved.entries[0]).toMatchObject({
      replica: 'r',
      n: 7,
      reason: 'order_state',
      args: { summary: 'done' },
    });
  });
});

test('files on their way are one sum; what is stored is not in it', () => {
  const one = { attachment_id: 'a', size_bytes: 10 };
  const total = totalOf([
    { ...one, sent_bytes: 4, state: 'sending' },
    { ...one, sent_bytes: 0, state: 'waiting' },
    { ...one, sent_bytes: 10, state: 'stored' },
  ]);
  expect(total).toEqual({ files: 2, sent_bytes: 4, size_bytes: 20 });
});
