/** Every fault in every state of a device: which of these pairs there can be, and in what order. */
import { CLOSED, STATES } from './coverage';
import { FAULT_NAMES, type FaultName, isArmed } from './faults';

export interface Pair {
  readonly fault: FaultName;
  readonly state: string;
}

interface Impossible {
  readonly is: (pair: Pair) => boolean;
  readonly why: string;
}

/** The one list of what cannot be. */
const IMPOSSIBLE: readonly Impossible[] = [
  {
    is: ({ fault, state }) => isArmed(fault) && state === CLOSED,
    why: 'strikes a request, and a device that is closed asks nothing',
  },
];

const ALL: readonly Pair[] = STATES.flatMap((state) =>
  FAULT_NAMES.map((fault) => ({ fault, state })),
);

function whyNot(pair: Pair): string | undefined {
  return IMPOSSIBLE.find(({ is }) => is(pair))?.why;
}

/** Those of one state stand together: a history that is aimed at two of them comes there once. */
export const PAIRS: readonly Pair[] = ALL.filter((pair) => whyNot(pair) === undefined);

/** Pair, and why it is not counted. */
export const NO_PAIRS: readonly (readonly [pair: string, why: string])[] = ALL.flatMap((pair) => {
  const why = whyNot(pair);
  return why === undefined ? [] : [[named(pair), why] as const];
});

export function named({ fault, state }: Pair): string {
  return `${fault} ${state}`;
}

/** The pairs at which the history of an odd seed is aimed: with the seeds it goes through all. */
export function pairsOf(seed: number, count: number): Pair[] {
  const first = ((seed - 1) / 2) * count;
  return Array.from({ length: count }, (_, at) => PAIRS[(first + at) % PAIRS.length] as Pair);
}
