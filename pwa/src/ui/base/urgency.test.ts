import { expect, it } from 'vitest';
import { urgencyOf } from './urgency';

const MIN = 60_000;

it.each([
  [120 * MIN, undefined, 'calm'],
  [60 * MIN, undefined, 'calm'],
  [59 * MIN, undefined, 'soon'],
  [0, undefined, 'soon'],
  [-1, undefined, 'late'],
  [20 * MIN, 120 * MIN, 'late'],
  [40 * MIN, 120 * MIN, 'soon'],
  [300 * MIN, 2_880 * MIN, 'late'],
] as const)('%s ms left of %s is %s', (left, total, urgency) => {
  expect(urgencyOf(left, total)).toBe(urgency);
});
