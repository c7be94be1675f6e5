/** What a seed means: who takes part, on what ground, and what happens when. */
import { ACTS, type ActName } from './acts';
import { aimedAt, type Narrow } from './aim';
import { FAULT_NAMES, FAULTS, type FaultName } from './faults';
import { Dice } from './random';
import type { Pages } from './server';

export type EngineName = 'sqlite' | 'postgresql';

export interface DevicePlan {
  readonly login: string;
  /** Which of the person's devices. */
  readonly number: number;
  /** On IndexedDB in place of memory. */
  readonly indexed: boolean;
  readonly tabs: number;
  /** Index of the device that is the same piece of hardware, with another user in front. */
  readonly shares: number | null;
}

export interface Step {
  readonly at_ms: number;
  readonly what: ActName | FaultName;
  /** Index of the device. */
  readonly who: number;
  /** Seed of whatever is left to chance in it. */
  readonly dice: number;
  /** A fault: it waits until its device stands so, if that is soon. */
  readonly lurks?: string;
  /** When it strikes, its device writes something. */
  readonly echoes?: boolean;
}

export interface Plan {
  readonly seed: number;
  readonly engine: 'memory' | 'file' | 'postgresql';
  /** Through the web framework, not past it. */
  readonly framework: boolean;
  readonly group_max: number;
  readonly pages: readonly [Pages, ...Pages[]];
  readonly latency_ms: number;
  /** How many of the server's pokes arrive. */
  readonly pokes: number;
  readonly devices: readonly DevicePlan[];
  readonly steps: readonly Step[];
  /** Times at which pages are as small as this. */
  readonly narrow?: readonly Narrow[];
}

const WHOLE: Pages = { rows: 500, urgent: 200 };
const FILE_OFTEN = 0.15;
const FRAMEWORK_OFTEN = 0.07;
const INDEXED_OFTEN = 0.08;
/** Short stories find as much as long ones do, and sooner; a few are long. */
const LENGTHS = [
  [6, 12],
  [6, 12],
  [6, 12],
  [6, 12],
  [12, 24],
  [12, 24],
  [12, 24],
  [20, 40],
  [20, 40],
  [60, 110],
] as const;
/** Aimed histories are short. */
const AIMED_STEPS_MAX = 10;
/** How often a kind of fault takes part in a history at all. */
const FAULT_KIND_OFTEN = 0.35;
/** After so long the steps of an aimed history are over, and those that are drawn begin. */
const AIMED_MS = 60_000;

export function planOf(seed: number, engine: EngineName, faults: readonly FaultName[]): Plan {
  const dice = new Dice(seed);
  const devices = devicesOf(dice);
  const plan: Plan = {
    seed,
    engine: engine === 'postgresql' ? engine : dice.chance(FILE_OFTEN) ? 'file' : 'memory',
    framework: dice.chance(FRAMEWORK_OFTEN),
    group_max: dice.pick([1, 2, 4, 64]),
    pages: pagesOf(dice),
    latency_ms: dice.pick([20, 60, 300, 2_000]),
    pokes: dice.pick([0, 0.2, 0.2, 1]),
    devices,
    steps: stepsOf(dice, devices, faults),
  };
  return seed % 2 === 1 && faults.length === FAULT_NAMES.length ? aimed(plan) : plan;
}

/** Every other history comes to stand where faults seldom strike; with dice of its own. */
function aimed(plan: Plan): Plan {
  const { steps, ...more } = aimedAt(plan.seed, new Dice(plan.seed, 4), plan.devices);
  const later = plan.steps.slice(0, AIMED_STEPS_MAX);
  const moved = later.map((step) => ({ ...step, at_ms: step.at_ms + AIMED_MS }));
  return { ...plan, ...more, steps: [...steps, ...moved] };
}

function pagesOf(dice: Dice): readonly [Pages, ...Pages[]] {
  if (dice.chance(0.75)) return [WHOLE];
  if (dice.chance(0.75)) return [WHOLE, { rows: 20, urgent: 4 }, { rows: 8, urgent: 1 }];
  return [WHOLE, { rows: 40, urgent: 200 }, { rows: 3, urgent: 4 }];
}

function devicesOf(dice: Dice): DevicePlan[] {
  const device = (login: string, number = 0, shares: number | null = null): DevicePlan => ({
    login,
    number,
    indexed: dice.chance(INDEXED_OFTEN),
    tabs: dice.chance(0.15) ? 2 : 1,
    shares,
  });
  const devices = ['ann', 'cai'].map((login) => device(login));
  if (dice.chance(0.5)) devices.push(device('bob'));
  for (const login of dice.chance(0.6) ? BOARDS : [dice.pick(BOARDS)])
    devices.push({ login, number: 0, indexed: false, tabs: 1, shares: null });
  if (dice.chance(0.2)) devices.push(device('ann', 1));
  if (dice.chance(0.25)) devices.push(device('bob', 1, 0));
  return devices;
}

function stepsOf(dice: Dice, devices: readonly DevicePlan[], faults: readonly FaultName[]): Step[] {
  const enabled = faults.filter(() => dice.chance(FAULT_KIND_OFTEN));
  const share = enabled.length === 0 ? 0 : dice.pick([0.2, 0.35, 0.5]);
  const [least, most] = dice.pick(LENGTHS);
  const length = dice.between(least, most);
  const steps: Step[] = [];
  let at_ms = 2_000;
  for (let made = 0; made < length; made += 1) {
    at_ms += dice.chance(0.02) ? dice.between(60_000, 600_000) : dice.between(100, 8_000);
    const isFault = dice.chance(share);
    const what = (isFault && dice.pick(enabled)) || dice.weighted(OFTEN);
    const place = what in ACTS ? ACTS[what as ActName].who : FAULTS[what as FaultName].who;
    const able = devices.flatMap(({ login }, at) => (suits(place, login) ? [at] : []));
    steps.push({ at_ms, what, who: dice.pick(able) ?? 0, dice: dice.next() });
  }
  return steps;
}

const BOARDS = ['chief', 'east'] as const;

export function isBoard(login: string): boolean {
  return BOARDS.some((each) => each === login);
}

function suits(place: 'phone' | 'board' | 'any', login: string): boolean {
  return place === 'any' || (place === 'board') === isBoard(login);
}

const OFTEN = Object.fromEntries(
  Object.entries(ACTS).map(([name, { often }]) => [name, often]),
) as Record<ActName, number>;
