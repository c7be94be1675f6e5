import { expect, test } from 'vitest';
import { type Listed, listOf } from './list';

interface Row extends Listed {
  readonly n: number | null;
}
const row = (id: string, name: string, n: number | null, is_active = true): Row => ({
  id,
  name,
  n,
  is_active,
  found: [name, id],
});
const ROWS = [row('wjg', '王建国', 2), row('zl', '张丽', null), row('lm', '李敏', 1, false)];
const COLUMNS = [{ id: 'n', label: 'n', text: (each: Row) => each.n }];

test('initials find the rows of the filter only', () => {
  const asked = { query: 'lm', sort: null };
  expect(listOf(ROWS, COLUMNS, { ...asked, shown: 'active' })).toEqual([]);
  expect(listOf(ROWS, COLUMNS, { ...asked, shown: 'inactive' }).map((each) => each.id)).toEqual([
    'lm',
  ]);
  expect(listOf(ROWS, COLUMNS, { ...asked, shown: 'all', query: ' ' })).toHaveLength(3);
});

test('the order of the screen is the order of the export; empty cells come last', () => {
  const asked = { shown: 'all', query: '', sort: { id: 'n', dir: 'asc' } } as const;
  expect(listOf(ROWS, COLUMNS, asked).map((each) => each.id)).toEqual(['lm', 'wjg', 'zl']);
});
