/** Optimistic effects on held entries. What running one brings, only the server can say. */
import { HeldOutcome, HeldState } from '../../contract/enums';
import type { HeldEntry } from '../../contract/kinds';
import type { Effect, Mutators, Refusal, Stage, When } from '../../sync/mutator';
import { NOT_FOUND } from '../fact';

interface Named {
  readonly replica: string;
  readonly n: number;
}

function find(stage: Stage, { replica, n }: Named): HeldEntry | undefined {
  return stage.by('held_entry', 'replica', replica).find((entry) => entry.n === n);
}

function decided({ state, outcome }: HeldEntry): Refusal | null {
  const isOpen = state !== HeldState.DISCARDED && outcome !== HeldOutcome.ACCEPTED;
  return isOpen ? null : { reason: 'entry_decided', detail: { state, outcome } };
}

function decide(
  stage: Stage,
  named: Named,
  when: When,
  state: HeldState,
  decided_reason?: string,
): Effect {
  const entry = find(stage, named);
  if (entry === undefined) return NOT_FOUND;
  const refusal = decided(entry);
  if (refusal) return refusal;
  const fields = { state, decided_ms: when.at_ms, decided_by_id: when.user_id };
  const reason = decided_reason === undefined ? {} : { decided_reason };
  stage.put('held_entry', { ...entry, ...fields, ...reason });
  return 'done';
}

export const ENTRY_MUTATORS: Mutators = {
  /** The body is the server's: until it answers, the outbox shows what is on its way. */
  'entry.hand_over': (stage, args) => {
    const entry = find(stage, args);
    if (entry === undefined) return 'done';
    if (entry.outcome === HeldOutcome.ACCEPTED) return decided(entry) ?? 'done';
    stage.put('held_entry', { ...entry, remark: args.remark, state: HeldState.WAITING });
    return 'done';
  },
  'entry.rerun': (stage, args, when) => decide(stage, args, when, HeldState.RERUN),
  'entry.accept': (stage, args, when) => decide(stage, args, when, HeldState.ACCEPTED),
  'entry.discard': (stage, args, when) =>
    decide(stage, args, when, HeldState.DISCARDED, args.reason),
};
