/** Faults that lie in wait: they strike when their device stands as it seldom does. */
import type { Device } from './device';
import type { History } from './history';

/** Whoever waits for longer strikes whatever he finds. */
const PATIENCE_MS = 90_000;

interface Lurker {
  readonly device: Device;
  readonly state: string;
  readonly strike: () => void;
}

export class Ambush {
  private lurkers: Lurker[] = [];

  constructor(private readonly history: History) {}

  lie(device: Device, state: string, strike: () => void): void {
    const lurker = { device, state, strike };
    this.lurkers.push(lurker);
    this.history.later(PATIENCE_MS, () => {
      if (this.lurkers.includes(lurker)) this.spring(lurker);
    });
    this.look(device);
  }

  /** At a moment when the device may have come to stand otherwise. */
  look(device: Device): void {
    if (this.lurkers.length === 0 || this.history.isHealed) return;
    const state = this.history.witness.stateOf(device);
    for (const lurker of this.lurkers.slice())
      if (lurker.device === device && lurker.state === state) this.spring(lurker);
  }

  private spring(lurker: Lurker): void {
    this.lurkers = this.lurkers.filter((each) => each !== lurker);
    lurker.strike();
  }
}
