import { expect, test } from 'vitest';
import type { User } from '../../contract/kinds';
import { groupOf, historyOf, lateness_ms } from './history';
import { factRow, viewOf } from './rows';

const MIN = 60_000;
const VIEW = viewOf({
  user: [{ id: 'li', name: '李敏' } as User],
  fact: [
    factRow({ id: '1', work_order_id: 'a', at_ms: 1, verb: 'work_order.report' }),
    factRow({
      id: '2',
      work_order_id: 'a',
      at_ms: 10 * MIN,
      device_ms: 13 * MIN,
      recorded_ms: 200 * MIN,
      detail: '{"distance_m":412}',
      struck_by_id: 'li',
    }),
    factRow({ id: '3', work_order_id: 'a', at_ms: 5, verb: 'work_order.note', detail: '[1' }),
    factRow({ id: '4', work_order_id: 'other' }),
  ],
});

test('newest first, with what the screen has to say', () => {
  const lines = historyOf(VIEW, 'a');
  expect(lines.map((each) => [each.fact.id, each.group])).toEqual([
    ['2', 'fact'],
    ['3', 'remark'],
    ['1', 'decision'],
  ]);
  expect(lines[0]).toMatchObject({
    detail: { distance_m: 412 },
    struckBy: { name: '李敏' },
    clockOff_ms: 3 * MIN,
  });
  expect(lines[1]?.detail).toEqual({});
  expect(lines[0] && lateness_ms(lines[0].fact)).toBe(190 * MIN);
});

test('a signature and a refusal happened; nobody decided them', () => {
  expect(['signature.sign', 'signature.refuse'].map(groupOf)).toEqual(['fact', 'fact']);
});
