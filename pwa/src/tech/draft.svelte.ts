/** A form that is kept at each keystroke and comes back after a reload. */
import type { Drafts } from '../sync/api';

export class Draft<T extends object> {
  value: T = $state() as T;
  /** The stored one was read: until then a screen must not overwrite it. */
  isLoaded = $state(false);
  private isTouched = false;
  private writing: Promise<void> = Promise.resolve();

  /** `key` names the rows it is about, so that they stay on the phone as long as the draft does. */
  constructor(
    private readonly drafts: Drafts,
    private readonly key: string,
    private readonly start: T,
  ) {
    this.value = { ...start };
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      const stored = await this.drafts.get<Partial<T>>(this.key);
      if (stored !== undefined && !this.isTouched) this.value = { ...this.start, ...stored };
    } finally {
      this.isLoaded = true;
    }
  }

  /** Changes fields and stores the whole; writes go in order. */
  set(change: Partial<T>): void {
    this.isTouched = true;
    Object.assign(this.value, change);
    const snapshot = $state.snapshot(this.value);
    // One that says nothing would keep a job on the phone that went to somebody else.
    const saysNothing = JSON.stringify(snapshot) === JSON.stringify(this.start);
    this.queue(() =>
      saysNothing ? this.drafts.remove(this.key) : this.drafts.set(this.key, snapshot),
    );
  }

  /** What it was for is done. */
  clear(): void {
    this.isTouched = false;
    this.value = { ...this.start };
    this.queue(() => this.drafts.remove(this.key));
  }

  /** Until everything typed so far is stored. */
  settled(): Promise<void> {
    return this.writing;
  }

  private queue(write: () => Promise<void>): void {
    // A full store must not stop the typing: the words are still on the screen.
    this.writing = this.writing.then(write).catch(() => undefined);
  }
}
