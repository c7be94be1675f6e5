import { describe, expect, test } from 'vitest';
import type { Fact } from '../../contract/kinds';
import { factRow, orderRow, photoRow, viewOf } from '../testing/rows';
import { folded } from './fold';
import { answerText, isShown, itemOfFact, labelOf, rangeText, sheetOf } from './queries';
import { type Item, wholeItem } from './rules';

const ITEMS: readonly Item[] = [
  wholeItem({ code: 'lock', kind: 'check', label_zh: '门锁', label_en: 'Lock', is_required: true }),
  wholeItem({
    code: 'level',
    kind: 'number',
    label_zh: '误差',
    unit: 'mm',
    min_milli: -10_000,
    max_milli: 10_000,
    is_required: true,
  }),
  wholeItem({
    code: 'oil',
    kind: 'choice',
    label_zh: '油位',
    options: [{ code: 'low', label_zh: '偏低', label_en: 'Low' }],
  }),
  wholeItem({ code: 'plate', kind: 'photo', label_zh: '铭牌' }),
];
const [lock, level, oil, plate] = ITEMS as [Item, Item, Item, Item];
const VERSION = {
  id: 'v1',
  checklist_id: 'c',
  number: 1,
  name: '电梯',
  items: JSON.stringify(ITEMS),
  published_ms: 0,
};
const answer = (item: string, value: string, version = 'v1') => ({
  id: `${version} ${item}`,
  work_order_id: 'o',
  checklist_version_id: version,
  item,
  value,
  appointment_id: null,
  author_id: 'me',
  answered_ms: 1,
});
const order = orderRow({ id: 'o', checklist_version_id: 'v1' });
const word = (which: string) => `<${which}>`;

describe('the sheet of an order', () => {
  test('counts answers, gaps and what needs a look', () => {
    const checklist_answer = [answer('lock', 'fail'), answer('level', '12.5'), answer('oil', '')];
    const sheet = sheetOf(viewOf({ checklist_version: [VERSION], checklist_answer }), order);
    expect(sheet?.answered).toBe(2);
    expect(sheet?.gaps).toEqual([]);
    expect(sheet?.alarms.map((line) => line.item.code)).toEqual(['lock', 'level']);
  });

  test('answers to another version are not this one, and a taken back one is a gap', () => {
    const checklist_answer = [answer('lock', 'pass', 'v0'), answer('level', '')];
    const sheet = sheetOf(viewOf({ checklist_version: [VERSION], checklist_answer }), order);
    expect(sheet?.gaps.map((line) => line.item.code)).toEqual(['lock', 'level']);
    expect(sheet?.answered).toBe(0);
  });

  test('no list, or one that is not here', () => {
    expect(sheetOf(viewOf({}), order)).toBeNull();
    expect(sheetOf(viewOf({}), orderRow({ id: 'o' }))).toBeNull();
    expect(sheetOf(viewOf({}), undefined)).toBeNull();
  });
});

describe('words', () => {
  test('labels fall back to Chinese', () => {
    expect(labelOf(lock, 'en')).toBe('Lock');
    expect(labelOf(level, 'en')).toBe('误差');
    expect(labelOf(lock, 'zh-CN')).toBe('门锁');
  });

  test('a range is said with its unit, one side or both', () => {
    expect(rangeText(level)).toBe('−10–10 mm');
    expect(rangeText({ ...level, max_milli: null })).toBe('≥ −10 mm');
    expect(rangeText({ ...level, min_milli: null, max_milli: 4_500, unit: '' })).toBe('≤ 4.5');
    expect(rangeText(lock)).toBe('');
  });

  test.each([
    [lock, 'fail', '<fail>'],
    [level, '-3.5', '−3.5 mm'],
    [oil, 'low', 'Low'],
    [oil, 'gone', 'gone'],
    [plate, 'uuid', '<photo>'],
    [plate, '', '<taken_back>'],
  ])('%#', (item, value, text) => {
    expect(answerText(item, value, 'en', word)).toBe(text);
  });

  test('a line of history names its item as long as the list is here', () => {
    const detail = JSON.stringify({ checklist_version_id: 'v1', item: 'level' });
    const fact = factRow({ id: 'f', verb: 'checklist.answer', detail });
    expect(itemOfFact(viewOf({ checklist_version: [VERSION] }), fact)?.unit).toBe('mm');
    expect(itemOfFact(viewOf({}), fact)).toBeUndefined();
  });

  test('what failed is shown by a picture or a remark that names it', () => {
    const photo = photoRow({ id: 'p', caption: '门锁 · 松' });
    const note = factRow({ id: 'n', text: 'Lock: loose' });
    expect(isShown(lock, [], [])).toBe(false);
    expect(isShown(lock, [photo], [])).toBe(true);
    expect(isShown(lock, [], [note])).toBe(true);
    expect(isShown(level, [photo], [note])).toBe(false);
  });
});

describe('history', () => {
  const given = (id: string, item: string, more: Partial<Fact> = {}) =>
    factRow({
      id,
      verb: 'checklist.answer',
      author_id: 'me',
      detail: `{"item":"${item}"}`,
      ...more,
    });
  const shape = (facts: readonly Fact[]) =>
    folded(facts).map((line) =>
      'fold' in line ? [line.fold.items, line.fold.facts.length] : line.id,
    );

  test('neighbours of one hand are one line that counts items, not taps', () => {
    const facts = [
      given('a', 'lock'),
      given('b', 'lock'),
      given('c', 'oil'),
      factRow({ id: 'd' }),
      given('e', 'oil'),
    ];
    expect(shape(facts)).toEqual([[2, 3], 'd', 'e']);
  });

  test('another hand, late work and a struck answer stand by themselves', () => {
    const other = [given('a', 'lock'), given('b', 'oil', { author_id: 'you' })];
    expect(shape(other)).toEqual(['a', 'b']);
    expect(shape([given('a', 'lock'), given('b', 'oil', { is_late: true })])).toEqual(['a', 'b']);
    const struck = given('b', 'oil', { struck_by_id: 'me' });
    expect(shape([given('a', 'lock'), struck, given('c', 'lock')])).toEqual(['a', 'b', 'c']);
  });
});
