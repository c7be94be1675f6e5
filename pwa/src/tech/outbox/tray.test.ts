import { describe, expect, test } from 'vitest';
import type { HeldEntry } from '../../contract/kinds';
import { orderRow, viewOf, visitRow } from '../../domain/testing/rows';
import type { OutboxItem } from '../../sync/api';
import { canHandOver, groupsOf, isInHisHands, standingOf } from './tray';

const item = (given: Partial<OutboxItem>): OutboxItem => ({
  n: 7,
  replica: 'r',
  name: 'work_order.note',
  args: { work_order_id: 'o', text: 'x' },
  device_ms: 0,
  state: 'rejected',
  reason: 'wrong_state',
  flags: [],
  rows: ['o'],
  waitsForOffice: false,
  ...given,
});

const held = (given: Partial<HeldEntry>): HeldEntry => ({
  id: 'h',
  replica: 'r',
  n: 7,
  name: 'work_order.note',
  args: '{}',
  author_id: 'me',
  author_name: '',
  device_id: '',
  device_ms: null,
  at_ms: 0,
  held_ms: 0,
  reason: 'handed_over',
  why: 'wrong_state',
  needs_n: 0,
  work_order_id: null,
  territory_id: null,
  remark: '',
  state: 'waiting',
  outcome: 'none',
  outcome_why: '',
  outcome_detail: '',
  decided_ms: null,
  decided_by_id: null,
  decided_reason: null,
  origin: '',
  ...given,
});

describe('the tray', () => {
  const view = viewOf({
    work_order: [orderRow({ id: 'o' }), orderRow({ id: 'p' })],
    appointment: [visitRow({ id: 'v', work_order_id: 'o' })],
  });
  const keys = (items: readonly OutboxItem[]) =>
    groupsOf(view, items).map((group) => group.items.map(({ n }) => n));

  test('puts together what is about one order, wherever it is named from', () => {
    const items = [
      item({ n: 1, rows: ['o'] }),
      item({ n: 2, rows: ['p'] }),
      item({ n: 3, rows: ['v'] }),
    ];
    expect(keys(items)).toEqual([[1, 3], [2]]);
    expect(groupsOf(view, items)[0]?.order?.id).toBe('o');
  });

  test('puts together what names the same unknown row, and nothing else', () => {
    const items = [
      item({ n: 1, rows: ['born', 'x'] }),
      item({ n: 2, rows: ['other'] }),
      item({ n: 3, rows: ['born'] }),
      item({ n: 4, rows: ['o', 'born'] }),
    ];
    expect(keys(items)).toEqual([[1, 3], [2], [4]]);
  });
});

describe('an entry stands', () => {
  const at = (entry: OutboxItem, rows: readonly HeldEntry[], outbox: readonly OutboxItem[] = []) =>
    standingOf(viewOf({ held_entry: rows }), outbox, entry);

  test('with its author while nobody else has it', () => {
    const standing = at(item({}), [held({ n: 8 })]);
    expect(standing).toEqual({ kind: 'mine' });
    expect(canHandOver(item({}), standing)).toBe(true);
  });

  test('with the office once it is handed over, before the server says so', () => {
    const handing = item({
      n: 9,
      name: 'entry.hand_over',
      args: { replica: 'r', n: 7, remark: '请看' },
      state: 'waiting',
    });
    expect(at(item({}), [], [handing])).toEqual({ kind: 'handed', remark: '请看' });
    expect(at(item({}), [], [{ ...handing, state: 'rejected' }])).toEqual({ kind: 'mine' });
    expect(at(item({}), [held({})])).toEqual({ kind: 'handed', remark: '' });
  });

  test('aside on the server: not to be done again', () => {
    const aside = item({ state: 'set_aside', reason: 'handler_failed' });
    const standing = at(aside, [held({ reason: 'handler_failed' })]);
    expect(standing).toEqual({ kind: 'set_aside' });
    expect(isInHisHands(standing) || canHandOver(aside, standing)).toBe(false);
  });

  test('with its author when it was too large to be kept', () => {
    const large = item({ state: 'set_aside', reason: 'too_large' });
    expect(at(large, [])).toEqual({ kind: 'mine' });
    expect(canHandOver(large, { kind: 'mine' })).toBe(false);
  });

  test.each([
    [{ state: 'accepted', outcome: 'accepted' }, { kind: 'taken' }],
    [
      { state: 'discarded', decided_reason: '重复' },
      { kind: 'not_used', reason: '重复' },
    ],
    [
      { state: 'accepted', outcome: 'rejected', outcome_why: 'wrong_state' },
      { kind: 'refused', reason: 'wrong_state' },
    ],
  ] as const)('as the office decided: %o', (fields, standing) => {
    expect(at(item({}), [held(fields)])).toEqual(standing);
  });
});
