import { expect, test } from 'vitest';
import { wordsOf } from './words';

test('both languages say the same things', () => {
  const [zh, en] = [wordsOf('zh-CN'), wordsOf('en')];
  expect(Object.keys(en)).toEqual(Object.keys(zh));
  expect(en.steps).toHaveLength(zh.steps.length);
});
