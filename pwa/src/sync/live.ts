/** The line on which the server says "pull". It carries no data, so losing it loses nothing. */
import type { Clock, Ids, Transport } from './ports';
import { BACK_OFF_MS_MAX, BACK_OFF_MS_MIN } from './scheduler';

const LASTED_MS = 60_000;

export class LiveLine {
  private hangUp: (() => void) | null = null;
  private cancelTimer: (() => void) | null = null;
  private failures = 0;
  private isOpen = false;
  /** Since the call that is under way began. */
  private isHurried = false;

  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly transport: Transport,
    private readonly onPoke: () => void,
  ) {}

  open(): void {
    if (this.isOpen) return;
    this.isOpen = true;
    this.call();
  }

  close(): void {
    this.isOpen = false;
    this.hangUp?.();
    this.cancelTimer?.();
    this.hangUp = null;
    this.cancelTimer = null;
  }

  /** The server was just reached: a line that waits for its time to call again calls now. */
  hurry(): void {
    this.failures = 0;
    this.isHurried = true;
    if (this.cancelTimer === null) return;
    this.cancelTimer();
    this.call();
  }

  private call(): void {
    this.cancelTimer = null;
    this.isHurried = false;
    const began = this.clock.monoMs();
    let stood = false;
    const poked = (): void => {
      stood = true;
      this.onPoke();
    };
    this.hangUp = this.transport.live(poked, () => {
      this.hangUp = null;
      if (!this.isOpen) return;
      // What is said from now on is not heard; and the screen shall not say "live" for long.
      if (stood) this.onPoke();
      // This call began before the server was there again.
      else if (this.isHurried) return this.call();
      const lasted = this.clock.monoMs() - began > LASTED_MS;
      this.failures = lasted ? 1 : this.failures + 1;
      const most = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_MIN * 2 ** Math.min(this.failures, 16));
      const wait_ms = Math.round(most * (0.5 + this.ids.fraction() / 2));
      this.cancelTimer = this.clock.after(wait_ms, () => this.call());
    });
  }
}
