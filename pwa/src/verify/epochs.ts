/** The link between two epochs: a restored server goes on from where the backup stood. Twin of
 * `sync/epochs.py`. */
import type { ChainEvent, Epoch } from './lines';
import { linkAfter, type Step } from './walk';

interface Before {
  readonly epoch: unknown;
  readonly head: unknown;
  readonly chain: unknown;
}

/** The event names both epochs, and the head after which it stands itself. */
export function linksEpochs(
  payload: ChainEvent['payload'],
  step: Step,
  previous: Epoch | undefined,
  here: Epoch | undefined,
): boolean {
  const said = payload?.['args'] as { epoch?: unknown; before?: Before } | null | undefined;
  const before = said?.before;
  if (!before || typeof before.chain !== 'string') return false;
  const isNamed = said.epoch === here?.epoch && before.epoch === previous?.epoch;
  const isPlaced = before.head === step.seq - 1;
  return isNamed && isPlaced && linkAfter(step, { seq: 0, chain: before.chain }) === step.chain;
}
