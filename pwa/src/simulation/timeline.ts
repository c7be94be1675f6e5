/** Time that only moves when everything at the present moment has happened. */

interface Event {
  readonly due_ms: number;
  readonly order: number;
  readonly run: () => void;
  isOff: boolean;
}

export class Timeline {
  private readonly events: Event[] = [];
  private made = 0;

  /** `settle` waits until whatever an event set off has come to rest. */
  constructor(
    public now_ms: number,
    private readonly settle: () => Promise<void>,
  ) {}

  /** Runs once, at that time or now; the answer calls it off. */
  at(due_ms: number, run: () => void): () => void {
    this.made += 1;
    const event: Event = {
      due_ms: Math.max(due_ms, this.now_ms),
      order: this.made,
      run,
      isOff: false,
    };
    let place = this.events.length;
    while (place > 0 && isLater(this.events[place - 1], event)) place -= 1;
    this.events.splice(place, 0, event);
    return () => {
      event.isOff = true;
    };
  }

  in(delay_ms: number, run: () => void): () => void {
    return this.at(this.now_ms + delay_ms, run);
  }

  /** Everything due until then happens, in order; then it is then. */
  async until(end_ms: number): Promise<void> {
    await this.settle();
    for (
      let [next] = this.events;
      next !== undefined && next.due_ms <= end_ms;
      [next] = this.events
    ) {
      this.events.shift();
      if (next.isOff) continue;
      this.now_ms = Math.max(this.now_ms, next.due_ms);
      next.run();
      await this.settle();
    }
    this.now_ms = Math.max(this.now_ms, end_ms);
  }

  /** Nothing happens for so long; what was due meanwhile is due at its end. */
  jump(by_ms: number): void {
    this.now_ms += by_ms;
  }
}

function isLater(one: Event | undefined, other: Event): boolean {
  if (one === undefined) return false;
  return one.due_ms > other.due_ms || (one.due_ms === other.due_ms && one.order > other.order);
}
