import { describe, expect, test } from 'vitest';
import type { Authored } from '../../sync/api';
import type { Acts } from '../acts.svelte';
import { Answering, type Target } from './answering.svelte';
import { decimalOf } from './decimal';

describe('numbers as they are typed', () => {
  test.each([
    ['12', '12'],
    [' 0,5 ', '0.5'],
    ['３．２５', '3.25'],
    ['12。5', '12.5'],
    ['−2', '-2'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['7.', '7'],
  ])('%s', (text, value) => {
    expect(decimalOf(text)).toBe(value);
  });

  test.each(['', '-', '1.2345', '1e3', '12 mm', '1.2.3', '1234567890'])('"%s" is none', (text) => {
    expect(decimalOf(text)).toBeNull();
  });
});

describe('answers', () => {
  const target: Target = { work_order_id: 'o', appointment_id: 'a', checklist_version_id: 'v' };
  const pending: ((stored: boolean) => void)[] = [];
  const sent: unknown[] = [];
  const acts = {
    mutate: (_: string, args: object) => {
      sent.push(args);
      return new Promise<Authored | null>((resolve) => {
        pending.push((stored) => resolve(stored ? ({} as Authored) : null));
      });
    },
  } as unknown as Acts;
  const settle = async (stored: boolean) => {
    await Promise.resolve();
    pending.shift()?.(stored);
    await new Promise((resolve) => setTimeout(resolve));
  };

  test('are shown at once and stored one after the other, none dropped', async () => {
    const answering = new Answering(acts);
    void answering.give(target, 'lock', 'pass');
    void answering.give(target, 'lamp', 'fail');
    await Promise.resolve();
    expect(answering.given).toEqual({ lock: 'pass', lamp: 'fail' });
    expect(sent).toEqual([{ ...target, item: 'lock', value: 'pass' }]);
    await settle(true);
    expect(answering.given).toEqual({ lamp: 'fail' });
    await settle(true);
    expect(answering.given).toEqual({});
    expect(sent).toHaveLength(2);
  });

  test('one that could not be kept is not shown as given', async () => {
    const answering = new Answering(acts);
    const kept = answering.give(target, 'lock', 'fail');
    await settle(false);
    expect(await kept).toBe(false);
    expect(answering.given).toEqual({});
  });
});
