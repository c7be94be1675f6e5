/** Does what lies in the store still add up to what the server says? */
import { DIGEST_WHOLE_ROWS_MAX } from '../contract/limits';
import { add, rowDigest, toHex } from './digest';
import type { Change } from './ports';
import { type MemberRecord, memberKey } from './records';

const PORTIONS = 16;
const AGAIN_AFTER_MS = 600_000;

export class DigestCheck {
  private readonly known = new Map<string, bigint>();
  private turn = 0;
  private checked_mono_ms: number | null = null;
  private isDirty = true;

  constructor(private readonly whole_rows_max: number = DIGEST_WHOLE_ROWS_MAX) {}

  /** What a page touched must be summed again. */
  note(change: Change): void {
    if (change.put.length + change.drop.length > 0) this.isDirty = true;
    for (const member of change.put) this.known.delete(memberKey(member.scope, member.handle));
    for (const [scope, handle] of change.drop) this.known.delete(memberKey(scope, handle));
  }

  isDue(mono_ms: number): boolean {
    return (
      this.isDirty ||
      this.checked_mono_ms === null ||
      mono_ms - this.checked_mono_ms > AGAIN_AFTER_MS
    );
  }

  /** Sums the stored members: all of them, or in a large store one sixteenth beside known sums. */
  sum(stored: readonly MemberRecord[], mono_ms: number): { digest: string; count: number } {
    const isWhole = stored.length <= this.whole_rows_max;
    let total = 0n;
    for (const member of stored) {
      const key = memberKey(member.scope, member.handle);
      const isDue = isWhole || member.handle % PORTIONS === this.turn;
      const known = isDue ? undefined : this.known.get(key);
      const digest =
        known ?? rowDigest(member.scope, member.handle, member.kind, member.id, member.values);
      if (!isWhole) this.known.set(key, digest);
      total = add(total, digest);
    }
    this.turn = (this.turn + 1) % PORTIONS;
    this.isDirty = false;
    this.checked_mono_ms = mono_ms;
    return { digest: toHex(total), count: stored.length };
  }
}
