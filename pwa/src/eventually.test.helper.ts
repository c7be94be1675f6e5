import { vi } from 'vitest';

/** Patience only: on a busy machine a second, which is what Vitest waits, may hold nothing at all. */
const PATIENCE_MS = 15_000;

/** Until `check` does not throw any more. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: PATIENCE_MS, interval: 10 });
}
