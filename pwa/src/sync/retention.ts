/**
 * How long what the server has acknowledged stays on the phone: until every backup holds it, so that
 * a server restored from one is offered it again.
 */
import type { EntryKey, EntryRecord, Receipt, ResultRecord } from './records';

export const KEPT_MS_MAX = 30 * 86_400_000;
export const KEPT_BYTES_MAX = 50_000_000;
/** So long a stored file counts in the receipt of its day, whoever the job belongs to by then. */
export const COUNTED_MS = 3 * 86_400_000;

/** What the server said last. */
export interface Bounds {
  readonly epoch: string;
  /** Every backup holds all up to this seq of the epoch. */
  readonly durable: number;
  /** The server's clock. */
  readonly now_ms: number;
}

export interface Stored {
  readonly entry: EntryRecord;
  readonly result: ResultRecord;
}

/** Those that may go, of stored entries from the oldest on. The last few stay to be seen. */
export function surplusOf(
  stored: readonly Stored[],
  bounds: Bounds,
  shown_max: number,
): EntryKey[] {
  const old = stored.slice(0, Math.max(0, stored.length - shown_max));
  let over_bytes = bytesOf(stored) - KEPT_BYTES_MAX;
  const gone: EntryKey[] = [];
  for (const { entry, result } of old) {
    const { epoch, seq, answered_ms } = result;
    const isLong = bounds.now_ms - (answered_ms ?? bounds.now_ms) > KEPT_MS_MAX;
    if (over_bytes <= 0 && !isLong && !isHeld({ epoch, seq }, bounds)) continue;
    over_bytes -= sizeOf(entry);
    gone.push({ replica: entry.replica, n: entry.n });
  }
  return gone;
}

/** The bytes of an attachment need not be kept here for a restore. */
export function isCovered(receipt: Receipt, bounds: Bounds): boolean {
  return isHeld(receipt, bounds) || bounds.now_ms - receipt.at_ms > KEPT_MS_MAX;
}

function isHeld(known: { epoch: string; seq: number }, bounds: Bounds): boolean {
  return known.epoch === bounds.epoch && known.seq <= bounds.durable;
}

function bytesOf(stored: readonly Stored[]): number {
  return stored.reduce((sum, { entry }) => sum + sizeOf(entry), 0);
}

const SIZES = new WeakMap<EntryRecord, number>();

/** About what it takes in the store; measured once. */
function sizeOf(entry: EntryRecord): number {
  let size = SIZES.get(entry);
  if (size === undefined) {
    size = JSON.stringify(entry).length;
    SIZES.set(entry, size);
  }
  return size;
}
