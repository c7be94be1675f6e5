/** Faults that lie in wait: they strike when their device stands as it seldom does. */
import { ACTS } from './acts';
import type { Device } from './device';
import type { History } from './history';
import { Dice } from './random';

/** Whoever waits for longer strikes whatever he finds. */
const PATIENCE_MS = 90_000;
const ECHO_MS = 5;

interface Lurker {
  readonly device: Device;
  readonly state: string;
  readonly strike: () => void;
}

export class Ambush {
  private lurkers: Lurker[] = [];
  private readonly echoes = new Set<Device>();

  constructor(private readonly history: History) {}

  lie(device: Device, state: string, strike: () => void): void {
    const lurker = { device, state, strike };
    this.lurkers.push(lurker);
    this.history.later(PATIENCE_MS, () => {
      if (this.lurkers.includes(lurker)) this.spring(lurker);
    });
    this.look(device);
  }

  /** When the next request of this device is struck, it writes something while that is under way. */
  echo(device: Device): void {
    this.echoes.add(device);
  }

  struck(device: Device): void {
    if (!this.echoes.delete(device)) return;
    this.history.later(ECHO_MS, () => ACTS.field_report.run(this.history, device, new Dice(1)));
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
