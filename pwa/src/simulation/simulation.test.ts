import { expect, test } from 'vitest';

import { Ambush } from './ambush';
import { Coverage, STATES } from './coverage';
import type { Device } from './device';
import { FAULT_NAMES } from './faults';
import type { History } from './history';
import type { Outcome } from './outcome';
import { NO_PAIRS, named, PAIRS, pairsOf } from './pairs';
import { planOf } from './plan';
import { Dice } from './random';
import { shrink } from './shrink';
import { Timeline } from './timeline';

const settle = (): Promise<void> => Promise.resolve();

test('the same seed throws the same dice, another throws others', () => {
  const throws = (seed: number): number[] => {
    const dice = new Dice(seed);
    return Array.from({ length: 50 }, () => dice.below(1_000));
  };
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
  expect(new Set(throws(7)).size).toBeGreaterThan(40);
});

test('a weight of nothing is never drawn', () => {
  const dice = new Dice(1);
  const drawn = new Set(Array.from({ length: 200 }, () => dice.weighted({ a: 1, b: 0, c: 2 })));
  expect([...drawn].sort()).toEqual(['a', 'c']);
});

test('what is due happens in order, and what was called off does not', async () => {
  const timeline = new Timeline(0, settle);
  const seen: string[] = [];
  timeline.at(20, () => seen.push('second'));
  timeline.at(10, () => {
    seen.push('first');
    timeline.in(5, () => seen.push('between'));
  });
  timeline.at(15, () => seen.push('never'))();
  timeline.at(40, () => seen.push('later'));
  await timeline.until(30);
  expect(seen).toEqual(['first', 'between', 'second']);
  expect(timeline.now_ms).toBe(30);
});

test('after a jump nothing happens in the past', async () => {
  const timeline = new Timeline(0, settle);
  const at: number[] = [];
  timeline.at(10, () => at.push(timeline.now_ms));
  timeline.jump(1_000);
  await timeline.until(1_001);
  expect(at).toEqual([1_000]);
});

test('a seed means one plan', () => {
  expect(planOf(5, 'sqlite', FAULT_NAMES)).toEqual(planOf(5, 'sqlite', FAULT_NAMES));
  expect(planOf(5, 'postgresql', FAULT_NAMES).engine).toBe('postgresql');
});

test('histories of odd seeds are aimed at pairs of a fault and a state, one after the other', () => {
  const lurking = (seed: number) =>
    planOf(seed, 'sqlite', FAULT_NAMES).steps.filter(({ lurks }) => lurks !== undefined);
  expect([2, 4, 6, 8].map((seed) => lurking(seed).length)).toEqual([0, 0, 0, 0]);
  expect(lurking(1).map(({ what }) => what)).toEqual(pairsOf(1, 2).map(({ fault }) => fault));
  const seeds = Array.from({ length: PAIRS.length }, (_, at) => 2 * at + 1);
  const aimed = new Set(seeds.flatMap((seed) => pairsOf(seed, 2).map(named)));
  expect(aimed.size).toBe(PAIRS.length);
});

test('each pair is counted, or there is a reason why it cannot be', () => {
  expect(PAIRS.length + NO_PAIRS.length).toBe(FAULT_NAMES.length * STATES.length);
  expect(NO_PAIRS.filter(([, why]) => why.length === 0)).toEqual([]);
});

test('what lies in wait strikes once: where it is wanted, or when its patience ends', async () => {
  const timeline = new Timeline(0, settle);
  const states = { near: 'steady-empty', far: 'closed' };
  const later = (delay_ms: number, run: () => void) => timeline.in(delay_ms, run);
  const witness = { stateOf: (name: 'near' | 'far') => states[name] };
  const ambush = new Ambush({ later, witness, isHealed: false } as unknown as History);
  const [near, far] = ['near', 'far'] as unknown as [Device, Device];
  const struck: string[] = [];
  ambush.lie(near, 'walk-sending', () => struck.push(`near at ${timeline.now_ms}`));
  ambush.lie(far, 'walk-sending', () => struck.push(`far at ${timeline.now_ms}`));
  await timeline.until(50);
  ambush.look(near);
  expect(struck).toEqual([]);
  states.near = 'walk-sending';
  ambush.look(far);
  ambush.look(near);
  ambush.look(near);
  await timeline.until(200_000);
  expect(struck).toEqual(['near at 50', 'far at 90000']);
});

test('the smallest story is found', async () => {
  const plan = planOf(3, 'sqlite', []);
  const needed = [plan.steps[4], plan.steps[9]];
  const run = async ({ steps }: typeof plan): Promise<Outcome> => {
    const fails = needed.every((step) => step && steps.includes(step));
    const violations = fails ? [{ invariant: 4, what: 'so' }] : [];
    return { violations, transcript: '', coverage: new Coverage(), decided: '' };
  };
  const small = await shrink(plan, [{ invariant: 4, what: 'so' }], run);
  expect(small.steps).toEqual(needed);
});
