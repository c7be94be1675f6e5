import { expect, it } from 'vitest';

import { LiveLine } from './live';
import type { Transport } from './ports';
import { TestClock, testIds } from './world.test.helper';

interface Call {
  readonly poke: () => void;
  readonly end: () => void;
}

function lineOn(clock: TestClock): { line: LiveLine; calls: Call[]; pokes: () => number } {
  const calls: Call[] = [];
  let pokes = 0;
  const transport: Transport = {
    send: () => Promise.reject(new Error('only the line is used here')),
    live: (poke, end) => {
      calls.push({ poke, end });
      return () => undefined;
    },
  };
  const line = new LiveLine(clock, testIds(), transport, () => {
    pokes += 1;
  });
  line.open();
  return { line, calls, pokes: () => pokes };
}

it('pulls when a line that stood breaks, and calls again later', () => {
  const clock = new TestClock();
  const { calls, pokes } = lineOn(clock);
  calls[0]?.poke();
  calls[0]?.end();
  expect({ pokes: pokes(), calls: calls.length }).toEqual({ pokes: 2, calls: 1 });
  clock.advance(60_000);
  expect(calls.length).toBe(2);
});

it('calls at once when the server is known to be back', () => {
  const clock = new TestClock();
  const { line, calls } = lineOn(clock);
  calls[0]?.end();
  line.hurry();
  expect(calls.length).toBe(2);
  clock.advance(60_000);
  expect(calls.length).toBe(2);
});

it('calls once more when a call that began too early fails', () => {
  const clock = new TestClock();
  const { line, calls, pokes } = lineOn(clock);
  line.hurry();
  calls[0]?.end();
  expect({ pokes: pokes(), calls: calls.length }).toEqual({ pokes: 0, calls: 2 });
  calls[1]?.end();
  expect(calls.length).toBe(2);
});
