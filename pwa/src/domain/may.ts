/** May this happen now? Asked by buttons before anybody taps them. */
import { APPOINTMENT_FACTS } from '../contract/lifecycle';
import type { MutationArgs, MutationName } from '../contract/mutations';
import type { View } from '../sync/api';
import type { Author, Effect, Mutator, Refusal } from '../sync/mutator';
import { Staged } from '../sync/replay';
import { wrongState } from './appointments/rules';
import { MUTATORS } from './mutators';

const NO_ID = '00000000-0000-8000-8000-000000000000';

export interface Asking extends Author {
  readonly now_ms: number;
  readonly zone: string;
}

/** What a mutation would do on the rows as they stand; nothing is written. */
export function tryOut<N extends MutationName>(
  view: View,
  name: N,
  args: MutationArgs[N],
  asking: Asking,
): Effect {
  const mutator: Mutator<N> | undefined = MUTATORS[name];
  if (mutator === undefined) return { reason: 'unknown_mutation', detail: {} };
  const { now_ms, ...author } = asking;
  const when = { ...author, name, device_ms: now_ms, at_ms: now_ms, born: () => NO_ID };
  return mutator(new Staged(view), args, when);
}

/**
 * Null when it may, else why not. A step of a visit that would only land as a late fact is
 * answered with the state that stands in its way: the button waits, the fact would still land.
 */
export function refusalOf<N extends MutationName>(
  view: View,
  name: N,
  args: MutationArgs[N],
  asking: Asking,
): Refusal | null {
  const effect = tryOut(view, name, args, asking);
  if (typeof effect !== 'string') return effect;
  if (effect === 'done' || !APPOINTMENT_FACTS.includes(name)) return null;
  const { appointment_id } = args as { appointment_id?: string };
  const visit = appointment_id ? view.get('appointment', appointment_id) : undefined;
  return visit ? wrongState(visit) : null;
}
