/** What a run of histories has met: acts, and each fault in each state of a device. */
import type { SyncState } from '../sync/records';
import type { Device } from './device';

export class Coverage {
  readonly acts = new Map<string, number>();
  readonly faults = new Map<string, number>();
  readonly pairs = new Map<string, number>();

  act(name: string): void {
    count(this.acts, name, 1);
  }

  /** It struck devices in these states. */
  fault(name: string, states: readonly string[]): void {
    count(this.faults, name, 1);
    for (const state of states) count(this.pairs, `${name} ${state}`, 1);
  }

  /** One that is counted already comes to be felt where the device stands now. */
  felt(name: string, state: string): void {
    count(this.pairs, `${name} ${state}`, 1);
  }

  add(other: Coverage): void {
    for (const [name, times] of other.acts) count(this.acts, name, times);
    for (const [name, times] of other.faults) count(this.faults, name, times);
    for (const [name, times] of other.pairs) count(this.pairs, name, times);
  }
}

function count(table: Map<string, number>, name: string, times: number): void {
  table.set(name, (table.get(name) ?? 0) + times);
}

const MODES = ['steady', 'walk', 'first'] as const;
const OUTBOXES = ['empty', 'waiting', 'sending', 'settling'] as const;
export const CLOSED = 'closed';
export const STATES = [
  CLOSED,
  ...MODES.flatMap((mode) => OUTBOXES.map((outbox) => `${mode}-${outbox}`)),
];

/** Where a device stands: how far it has read, and what its outbox waits for. */
export function stateOf(device: Device, state: SyncState | undefined): string {
  const items = device.page?.replica.outbox();
  if (items === undefined) return CLOSED;
  const [epoch, , position] = state?.cursor ?? ['', 0, 0];
  const mode = epoch === '' ? 'first' : (MODES[position] ?? 'steady');
  const found = OUTBOXES.findLast((outbox) => items.some((item) => item.state === outbox));
  return `${mode}-${found ?? 'empty'}`;
}
