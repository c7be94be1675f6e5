/** What other tabs wrote, read anew: one reading after another. */
import type { Core } from './core';

export class Reading {
  private last: Promise<void> = Promise.resolve();
  private queued: 'outbox' | 'all' | null = null;
  private hasEnded = false;

  constructor(
    private readonly core: Core,
    private readonly onRead: () => void,
  ) {}

  /** After whatever is being read; what breaks off is told under these words. */
  inTurn(trouble: string, run: () => Promise<void>): void {
    this.last = this.last
      .then(() => (this.hasEnded ? undefined : run()))
      .catch((error: unknown) => this.core.ports.log.warn(trouble, error));
  }

  /** Nothing is read any more, once what is being read has been. */
  end(): Promise<void> {
    this.hasEnded = true;
    return this.last;
  }

  /** News that come before it began are read with it. */
  soon(what: 'outbox' | 'all'): void {
    if (this.hasEnded) return;
    const isWaiting = this.queued !== null;
    this.queued = what === 'outbox' && this.queued !== 'all' ? 'outbox' : 'all';
    if (isWaiting) return;
    this.inTurn('cannot read what another tab wrote', async () => {
      const queued = this.queued;
      this.queued = null;
      try {
        await (queued === 'all' ? this.core.load() : this.core.loadOutbox());
      } finally {
        this.onRead();
      }
    });
  }
}
