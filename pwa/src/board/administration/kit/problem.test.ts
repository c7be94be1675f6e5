import { expect, test } from 'vitest';
import { problemWords } from './problem';

const WORDS: Readonly<Record<string, string>> = {
  'reason.asset_code_taken': 'taken by {name}',
  'reason.bad_items': 'faulty item',
  'reason.bad_arguments': 'wrong form',
  'admin.problem.code_twice': '({code} twice)',
};
function say(
  key: string,
  values: Readonly<Record<string, string | number>> = {},
  fallback = key,
): string {
  const text = WORDS[key];
  if (text === undefined) return fallback;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '?'));
}

test('a refusal names who has the code', () => {
  const detail = { code: 'A-1', name: '电梯' };
  expect(problemWords('asset_code_taken', detail, say)).toBe('taken by 电梯');
});

test('what is wrong with a list is said, what nobody translated is not', () => {
  const detail = { code: 'gap', problem: 'code_twice' };
  expect(problemWords('bad_items', detail, say)).toBe('faulty item (gap twice)');
  expect(problemWords('bad_items', { problem: 'Expected `str`' }, say)).toBe('faulty item');
});

test('an unknown reason still says that something is wrong', () => {
  expect(problemWords('', {}, say)).toBe('wrong form');
});
