import { expect, test } from 'vitest';
import { wholeItem } from '../../../domain/checklists/rules';
import { draftOf, emptyItem, itemOf, milliOf, moved, optionsOf, problemOf } from './draft';

test('an item survives being opened and saved', () => {
  const item = wholeItem({
    code: 'pressure',
    kind: 'number',
    label_zh: '水压',
    label_en: 'Pressure',
    unit: 'MPa',
    min_milli: -250,
    max_milli: 36_600,
  });
  expect(itemOf(draftOf(item, 1))).toEqual(item);
  const choice = wholeItem({
    code: 'where',
    kind: 'choice',
    label_zh: '哪里漏',
    options: [
      { code: 'joint', label_zh: '接口', label_en: 'Joint' },
      { code: 'pipe', label_zh: '管身' },
    ],
  });
  expect(itemOf(draftOf(choice, 2))).toEqual(choice);
});

test('options keep their codes, new ones get a free one', () => {
  const known = [{ code: 'option_1', label_zh: '接口', label_en: '' }];
  expect(optionsOf('管身\n\n接口 | Joint\n阀门', known)).toEqual([
    { code: 'option_2', label_zh: '管身', label_en: '' },
    { code: 'option_1', label_zh: '接口', label_en: 'Joint' },
    { code: 'option_3', label_zh: '阀门', label_en: '' },
  ]);
});

test('what does not belong to the kind is not stored', () => {
  const draft = { ...emptyItem(1, []), label_zh: '门', unit: 'm', min: '1', options: 'a\nb' };
  expect(itemOf(draft)).toMatchObject({ unit: '', min_milli: null, options: [] });
});

test('codes are not given twice', () => {
  expect(emptyItem(1, ['item_2']).code).toBe('item_3');
});

test('problems are found at the item', () => {
  const draft = { ...emptyItem(1, []), label_zh: '水压' };
  expect(problemOf(draft)).toBeNull();
  expect(problemOf({ ...draft, label_zh: ' ' })).toBe('label');
  expect(problemOf({ ...draft, code: 'Ü' })).toBe('code');
  expect(problemOf({ ...draft, kind: 'number', max: '1,5' })).toBe('range');
  expect(milliOf('1.2345')).toBeUndefined();
});

test('an item moves and stays in the list', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
});
