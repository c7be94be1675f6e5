/** One run of the app in one tab, from its opening to its close or its kill. */

export class Life {
  isAlive = true;
  /** Undone when it ends: locks, channels, lines. */
  readonly ends: (() => void)[] = [];

  constructor(
    readonly device: string,
    readonly began_ms: number,
  ) {}

  /** Nothing of it goes on: no timer, no answer, no write. */
  kill(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const end of this.ends.splice(0)) end();
  }
}

/** What a dead page waits for. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
