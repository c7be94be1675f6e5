/** The promise line: which of the five phases an order is in. */
import type { WorkOrderState } from '../../contract/enums';

export const PHASES = ['report', 'visit', 'plan', 'repair', 'sign'] as const;
export type Phase = (typeof PHASES)[number];

export interface Progress {
  readonly phases: readonly Phase[];
  /** Index of the phase that is going on; `phases.length` when all are past. */
  readonly at: number;
}

const PHASE_OF: Record<WorkOrderState, Phase | 'end'> = {
  reported: 'report',
  triaged: 'visit',
  assigned: 'visit',
  accepted: 'visit',
  surveying: 'plan',
  plan_pending: 'plan',
  approved: 'repair',
  in_repair: 'repair',
  done: 'sign',
  confirmed: 'end',
  closed: 'end',
  on_hold: 'visit',
  cancelled: 'report',
  declined: 'report',
};

/**
 * @param options.on_site the visit has arrived, so the phase after it is going on
 * @param options.held_from the state an order on hold came from
 * @param options.skipped phases this order never has: removed, not greyed
 */
export function progressOf(
  state: WorkOrderState,
  options: {
    readonly on_site?: boolean | undefined;
    readonly held_from?: WorkOrderState | null | undefined;
    readonly skipped?: readonly Phase[] | undefined;
  } = {},
): Progress {
  const phases = PHASES.filter((phase) => !options.skipped?.includes(phase));
  const shown = state === 'on_hold' && options.held_from ? options.held_from : state;
  const named = PHASE_OF[shown];
  if (named === 'end') return { phases, at: phases.length };
  const wanted = PHASES.indexOf(named) + (named === 'visit' && options.on_site ? 1 : 0);
  const at = phases.findIndex((phase) => PHASES.indexOf(phase) >= wanted);
  return { phases, at: at < 0 ? phases.length : at };
}
