/** How a device is brought to stand where a fault shall strike it: steps ahead of a plan's own. */

import { CLOSED } from './coverage';
import { isArmed } from './faults';
import { type Pair, pairsOf } from './pairs';
import type { DevicePlan, Plan, Step } from './plan';
import type { Dice } from './random';
import type { Pages } from './server';

/** Phones that are aimed at, by their place among the devices: one for each pair. */
const AIMED = [0, 1] as const;
const SHARED = 'user_switch';
const LATENCY_MS = 600;
const FIRST_MS = 10;
const STEADY_MS = 10_000;
const WALK_MS = 20_000;
const AGAIN_MS = 20_000;
/** While pages of a first sync are on their way. */
const WRITES_MS = [900, 2_100, 3_300] as const;

export interface Narrow {
  readonly from_ms: number;
  readonly to_ms: number;
  readonly pages: Pages;
}

/** What an aimed history has otherwise than the seed has drawn it. */
export type Aimed = Pick<Plan, 'latency_ms' | 'pokes' | 'narrow' | 'devices'> & {
  readonly steps: readonly Step[];
};

type Make = (at_ms: number, what: Step['what'], more?: Partial<Step>) => void;

export function aimedAt(seed: number, dice: Dice, devices: readonly DevicePlan[]): Aimed {
  const pairs = pairsOf(seed, AIMED.length);
  const steps: Step[] = [];
  pairs.forEach((pair, at) => {
    const who = placeOf(pair, at, pairs);
    stage(pair, (at_ms, what, more = {}) =>
      steps.push({ at_ms, what, who, dice: dice.next(), ...more }),
    );
  });
  const modes = pairs.map(({ state }) => state.split('-')[0]);
  return {
    latency_ms: LATENCY_MS,
    pokes: 0,
    narrow: [
      ...(modes.includes('first')
        ? [{ from_ms: 0, to_ms: 30_000, pages: { rows: 4, urgent: 2 } }]
        : []),
      ...(modes.includes('walk')
        ? [{ from_ms: WALK_MS, to_ms: 70_000, pages: { rows: 1, urgent: 1 } }]
        : []),
    ],
    devices: fitting(pairs, devices),
    steps: steps.sort((a, b) => a.at_ms - b.at_ms),
  };
}

/** The first phone is the one that people share. */
function placeOf({ fault }: Pair, at: number, pairs: readonly Pair[]): number {
  if (fault === SHARED) return AIMED[0];
  return pairs.some((other) => other.fault === SHARED) ? AIMED[1] : (AIMED[at] ?? AIMED[0]);
}

/** A store that can be taken back, and somebody to share the phone with, where they are needed. */
function fitting(pairs: readonly Pair[], devices: readonly DevicePlan[]): DevicePlan[] {
  const isTakenBack = pairs.some(({ fault }) => fault === 'old_store' || fault === 'old_both');
  const found = devices.map((each) => (isTakenBack ? { ...each, indexed: false } : each));
  const isShared = found.some(({ shares }) => shares === 0);
  if (pairs.some(({ fault }) => fault === SHARED) && !isShared)
    found.push({ login: 'bob', number: 1, indexed: false, tabs: 1, shares: 0 });
  return found;
}

function stage(pair: Pair, make: Make): void {
  const [mode = '', outbox = ''] = pair.state.split('-');
  // Where entries wait while a request is struck, it is the echo that writes them.
  const writes =
    outbox === 'empty' || (outbox === 'waiting' && isArmed(pair.fault)) ? [] : WRITES_MS;
  const write = (at_ms: number): void => make(at_ms, 'field_report');
  if (pair.state === CLOSED) {
    make(STEADY_MS, 'put_away');
    make(STEADY_MS + 500, pair.fault, { lurks: CLOSED });
  } else if (mode === 'first') {
    strike(pair, FIRST_MS, make);
    for (const at_ms of writes) write(at_ms);
  } else if (mode === 'walk') {
    for (const at_ms of [WALK_MS, WALK_MS + AGAIN_MS]) change(at_ms, make);
    strike(pair, WALK_MS + 500, make);
    // While the second page is on its way.
    if (writes.length > 0) for (const at_ms of [WALK_MS, WALK_MS + AGAIN_MS]) write(at_ms + 2_700);
  } else {
    const at_ms = outbox === 'settling' ? STEADY_MS + 12_000 : STEADY_MS;
    if (outbox === 'settling') make(STEADY_MS, 'downgrade');
    strike(pair, at_ms, make);
    for (const after_ms of [500, 5_500, 10_500]) {
      if (outbox !== 'sending') make(at_ms + after_ms, 'look');
      if (writes.length > 0) write(at_ms + after_ms + 300);
    }
  }
}

/**
 * What strikes a request is there before it: it waits for the moment before, and where entries wait
 * while a request is under way, they are written then.
 */
function strike({ fault, state }: Pair, at_ms: number, make: Make): void {
  if (!isArmed(fault)) return make(at_ms, fault, { lurks: state });
  const [mode = '', outbox = ''] = state.split('-');
  if (outbox === 'waiting') make(at_ms, fault, { lurks: `${mode}-empty`, echoes: true });
  else if (outbox === 'sending' && mode !== 'steady')
    make(at_ms, fault, { lurks: `${mode}-waiting` });
  else make(at_ms, fault, { lurks: state === 'steady-sending' ? 'steady-empty' : state });
}

/** Rows of everybody's catalogue, one page each, that the phone is told of when it looks. */
function change(at_ms: number, make: Make): void {
  for (const after_ms of [0, 60, 120, 180, 240]) make(at_ms + after_ms, 'move_technician');
  make(at_ms + 1_000, 'look');
}
