import { expect, test } from 'vitest';
import { Answer, countsOf } from './result';

const row = (line: number, outcome: string) =>
  JSON.stringify({ line, outcome, name: 'x', reason: '', detail: {} });

test('an answer is read however its bytes are cut', () => {
  const text = `{"rows":2}\n${row(2, 'new')}\n${row(3, 'rejected')}\n`;
  const answer = new Answer();
  for (const letter of text) answer.take(letter);
  expect(answer.total).toBe(2);
  expect(answer.isCut).toBe(false);
  expect(countsOf(answer.rows)).toEqual({ new: 1, updated: 0, unchanged: 0, rejected: 1 });
});

test('an answer that ends early is known as such', () => {
  const answer = new Answer();
  answer.take(`{"rows":2}\n${row(2, 'new')}\n{"line":3,"outc`);
  expect(answer.rows).toHaveLength(1);
  expect(answer.isCut).toBe(true);
});
