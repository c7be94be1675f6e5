/**
 * When a lane runs. One run at a time; a poke during a run means one more run after it.
 *
 *     idle ──poke──▶ syncing ──again──▶ syncing
 *       ▲              │ done ─▶ idle (a pull now and then)
 *       │              │ unreachable ─▶ offline ─┐ back-off with jitter; a portal's page: captive
 *       │              │ wait ─▶ backing_off ────┤ Retry-After, or the server asked to try again
 *       └──── poke ────┴─ signed_out, update_needed: only a poke (or a long wait) runs again
 */
import type { Clock, Ids } from './ports';

export type Phase =
  | 'idle'
  | 'syncing'
  | 'offline'
  | 'captive'
  | 'backing_off'
  | 'signed_out'
  | 'update_needed';

/** The server is out of reach, and the phone will try by itself. */
export function isAway(phase: Phase): boolean {
  return phase === 'offline' || phase === 'captive';
}

export type RunEnd =
  | { readonly kind: 'again' }
  | { readonly kind: 'done' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'captive' }
  | { readonly kind: 'wait'; readonly wait_ms: number | null }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'update_needed' };

export const BACK_OFF_MS_MIN = 2_000;
export const BACK_OFF_MS_MAX = 300_000;
export const IDLE_MS = 120_000;

export interface Lane {
  readonly run: () => Promise<RunEnd>;
  readonly onPhase: (phase: Phase) => void;
  /** How long after success it runs by itself; null: only when poked. */
  readonly idle_ms: number | null;
}

export class Scheduler {
  private now: Phase = 'idle';
  private failures = 0;
  private isRunning = false;
  private isPoked = false;
  private isWoken = false;
  private isStopped = false;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly lane: Lane,
  ) {}

  get phase(): Phase {
    return this.now;
  }

  /** Run now, or once more after the present run. */
  poke(): void {
    if (this.isStopped) return;
    this.isPoked = true;
    if (!this.isRunning) void this.loop();
  }

  /** The network or a person says try now: failures count no more, nor one that is under way. */
  wake(): void {
    this.failures = 0;
    this.isWoken = true;
    this.poke();
  }

  /** Someone pulled us, not a person: a wait that the server asked for is honoured. */
  nudge(): void {
    if (this.now !== 'backing_off') this.poke();
  }

  stop(): void {
    this.isStopped = true;
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private async loop(): Promise<void> {
    this.isRunning = true;
    this.cancelTimer?.();
    this.cancelTimer = null;
    let end: RunEnd = { kind: 'done' };
    while (this.isPoked && !this.isStopped) {
      this.isPoked = this.isWoken = false;
      this.enter('syncing');
      end = await this.lane.run();
      if (end.kind === 'again') this.isPoked = true;
      else if (end.kind === 'unreachable' || end.kind === 'captive') this.isPoked = this.isWoken;
      else if (end.kind !== 'done') this.isPoked = false;
    }
    this.isRunning = false;
    if (!this.isStopped) this.settle(end);
  }

  private settle(end: RunEnd): void {
    switch (end.kind) {
      case 'captive':
        this.failures += 1;
        this.enter('captive');
        return this.runAfter(this.backOffMs());
      case 'unreachable':
        this.failures += 1;
        this.enter('offline');
        return this.runAfter(this.backOffMs());
      case 'wait':
        this.failures += 1;
        this.enter('backing_off');
        return this.runAfter(Math.max(end.wait_ms ?? 0, this.backOffMs()));
      case 'signed_out':
      case 'update_needed':
        this.failures = 0;
        this.enter(end.kind);
        return this.runAfter(this.spread(BACK_OFF_MS_MAX));
      default:
        this.failures = 0;
        this.enter('idle');
        if (this.lane.idle_ms !== null) this.runAfter(this.spread(this.lane.idle_ms));
    }
  }

  /** From 2 s doubling to 5 min, and of that a random part: all phones come back at the same gate. */
  private backOffMs(): number {
    const most = Math.min(BACK_OFF_MS_MAX, BACK_OFF_MS_MIN * 2 ** Math.min(this.failures - 1, 16));
    return this.spread(most);
  }

  private spread(wait_ms: number): number {
    return Math.round(wait_ms * (0.5 + this.ids.fraction() / 2));
  }

  private runAfter(wait_ms: number): void {
    this.cancelTimer = this.clock.after(wait_ms, () => {
      this.cancelTimer = null;
      this.poke();
    });
  }

  private enter(phase: Phase): void {
    if (phase === this.now) return;
    this.now = phase;
    this.lane.onPhase(phase);
  }
}
