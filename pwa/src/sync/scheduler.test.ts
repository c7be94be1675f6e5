import { beforeEach, describe, expect, it } from 'vitest';

import {
  BACK_OFF_MS_MAX,
  BACK_OFF_MS_MIN,
  IDLE_MS,
  type Phase,
  type RunEnd,
  Scheduler,
} from './scheduler';
import { TestClock, testIds } from './world.test.helper';

let clock: TestClock;
let ends: RunEnd[];
let phases: Phase[];
let running: number;
let most: number;
let runs: number;
let lane: Scheduler;

beforeEach(() => {
  clock = new TestClock();
  ends = [];
  phases = [];
  running = most = runs = 0;
  lane = new Scheduler(clock, testIds(), {
    async run() {
      runs += 1;
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      return ends.shift() ?? { kind: 'done' };
    },
    onPhase: (phase) => phases.push(phase),
    idle_ms: IDLE_MS,
  });
});

async function rested(): Promise<void> {
  for (let looks = 0; looks < 20; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (lane.phase !== 'syncing') return; // one that was stopped stays as it was
  }
}

describe('the scheduler', () => {
  it('runs one at a time; pokes during a run make one more', async () => {
    lane.poke();
    lane.poke();
    lane.poke();
    await rested();
    expect({ runs, most }).toEqual({ runs: 2, most: 1 });
    expect(phases).toEqual(['syncing', 'idle']);
  });

  it('goes on while there is more', async () => {
    ends = [{ kind: 'again' }, { kind: 'again' }];
    lane.poke();
    await rested();
    expect(runs).toBe(3);
  });

  it('tries again at once when the network came back during a run that failed', async () => {
    ends = [{ kind: 'unreachable' }];
    lane.poke();
    lane.wake();
    await rested();
    expect({ runs, phase: lane.phase }).toEqual({ runs: 2, phase: 'idle' });
  });

  it('forgets former failures when the network is back', async () => {
    ends = Array.from({ length: 6 }, (): RunEnd => ({ kind: 'unreachable' }));
    for (let at = 0; at < 5; at += 1) {
      lane.poke();
      await rested();
    }
    expect(clock.next()).toBe(BACK_OFF_MS_MIN * 16 * 0.75);
    lane.wake();
    await rested();
    expect(clock.next()).toBe(BACK_OFF_MS_MIN * 0.75);
  });

  it('backs off from two seconds to five minutes, and begins again after success', async () => {
    const waits: number[] = [];
    ends = Array.from({ length: 10 }, (): RunEnd => ({ kind: 'unreachable' }));
    lane.poke();
    for (let at = 0; at < 10; at += 1) {
      await rested();
      expect(lane.phase).toBe('offline');
      waits.push(clock.next() ?? 0);
      clock.advance(BACK_OFF_MS_MAX);
    }
    await rested();
    expect(waits.slice(0, 3)).toEqual([1, 2, 4].map((times) => BACK_OFF_MS_MIN * times * 0.75));
    expect(waits.at(-1)).toBe(BACK_OFF_MS_MAX * 0.75);
    expect(lane.phase).toBe('idle');
    expect(clock.next()).toBe(IDLE_MS * 0.75);
  });

  it('waits as long as the server asks, a nudge does not shorten it, a person does', async () => {
    ends = [{ kind: 'wait', wait_ms: 60_000 }];
    lane.poke();
    await rested();
    expect(lane.phase).toBe('backing_off');
    expect(clock.next()).toBe(60_000);
    lane.nudge();
    await rested();
    expect(runs).toBe(1);
    lane.poke();
    await rested();
    expect(runs).toBe(2);
  });

  it('signed out it hardly tries', async () => {
    ends = [{ kind: 'signed_out' }];
    lane.poke();
    await rested();
    expect(lane.phase).toBe('signed_out');
    expect(clock.next()).toBe(BACK_OFF_MS_MAX * 0.75);
  });

  it('stopped it runs no more', async () => {
    lane.poke();
    lane.stop();
    await rested();
    clock.advance(IDLE_MS * 2);
    lane.poke();
    await rested();
    expect(runs).toBe(1);
  });
});
