import { describe, expect, test } from 'vitest';
import type { OutboxItem, UploadItem } from '../sync/api';
import { itemMark, markOf, pictureMark } from './marks';

const item = (state: OutboxItem['state'], rows: readonly string[] = ['a']): OutboxItem => ({
  n: 1,
  replica: 'r',
  name: 'work_order.note',
  args: {},
  device_ms: 0,
  state,
  flags: [],
  rows,
  waitsForOffice: false,
});
const upload = (state: UploadItem['state'], attachment_id = 'a'): UploadItem => ({
  attachment_id,
  size_bytes: 100,
  sent_bytes: 40,
  state,
});
const A = new Set(['a']);

describe('where a set of rows is stored', () => {
  test('stored only when the server has all of it', () => {
    expect(markOf(A, [], [])).toBe('stored');
    expect(markOf(A, [item('stored')], [upload('stored')])).toBe('stored');
    expect(markOf(A, [item('stored'), item('settling')], [])).toBe('saved');
    expect(markOf(A, [item('stored')], [upload('waiting')])).toBe('saved');
    expect(markOf(A, [item('stored')], [upload('failed')])).toBe('saved');
    expect(markOf(A, [item('stored')], [upload('sending')])).toBe('sending');
  });

  test('a refusal comes before everything else, and others do not count', () => {
    expect(markOf(A, [item('sending'), item('rejected')], [])).toBe('attention');
    expect(markOf(A, [item('rejected', ['b'])], [upload('waiting', 'b')])).toBe('stored');
  });
});

describe('one picture', () => {
  test('its receipt is the row, its bytes are the upload', () => {
    expect(pictureMark({ id: 'a', state: 'stored' }, [item('rejected')], [])).toEqual({
      state: 'stored',
    });
    expect(pictureMark({ id: 'a', state: 'waiting' }, [], [upload('sending')])).toEqual({
      state: 'sending',
      sent_bytes: 40,
      total_bytes: 100,
    });
    expect(pictureMark({ id: 'a', state: 'waiting' }, [item('set_aside')], [])).toEqual({
      state: 'attention',
    });
    expect(pictureMark({ id: 'a', state: 'waiting' }, [], [])).toEqual({ state: 'saved' });
  });
});

test.each([
  ['waiting', 'saved'],
  ['sending', 'sending'],
  ['settling', 'sending'],
  ['stored', 'stored'],
  ['rejected', 'attention'],
  ['set_aside', 'attention'],
] as const)('an entry that is %s is shown as %s', (state, mark) => {
  expect(itemMark(item(state))).toBe(mark);
});
