/** Does what lies in the store still add up to what the server says? */
import { DIGEST_WHOLE_ROWS_MAX } from '../contract/limits';
import { add, partsText, rowDigest, toHex } from './digest';
import type { Change } from './ports';
import { type MemberRecord, memberKey } from './records';

const PORTIONS = 16;
/** After repairs that did not help: the fault is not on this side. Doubled each time. */
const GIVEN_UP_MS_MIN = 600_000;
const GIVEN_UP_MS_MAX = 86_400_000;

export class DigestCheck {
  private readonly known = new Map<string, bigint>();
  private turn = 0;
  private given_up_ms = 0;
  private quiet_until_mono_ms: number | null = null;

  constructor(private readonly whole_rows_max: number = DIGEST_WHOLE_ROWS_MAX) {}

  /** What a page touched must be summed again. */
  note(change: Change): void {
    for (const member of change.put) this.known.delete(memberKey(member.scope, member.handle));
    for (const [scope, handle] of change.drop) this.known.delete(memberKey(scope, handle));
  }

  /** Something can change underneath us at any time, so it is summed at every head. */
  isDue(mono_ms: number): boolean {
    return this.quiet_until_mono_ms === null || mono_ms >= this.quiet_until_mono_ms;
  }

  /** Neither repair nor a new start helped: ask no more for a while. */
  giveUp(mono_ms: number): void {
    this.given_up_ms = Math.min(Math.max(this.given_up_ms * 2, GIVEN_UP_MS_MIN), GIVEN_UP_MS_MAX);
    this.quiet_until_mono_ms = mono_ms + this.given_up_ms;
  }

  /** It adds up. */
  agrees(): void {
    this.given_up_ms = 0;
    this.quiet_until_mono_ms = null;
  }

  /** Sums the stored members: all of them, or in a large store one sixteenth beside known sums. */
  sum(stored: readonly MemberRecord[]): { digest: string; count: number } {
    const isWhole = stored.length <= this.whole_rows_max;
    let total = 0n;
    for (const member of stored) {
      const key = memberKey(member.scope, member.handle);
      const isDue = isWhole || member.handle % PORTIONS === this.turn;
      const known = isDue ? undefined : this.known.get(key);
      const digest = known ?? digestOf(member);
      if (!isWhole) this.known.set(key, digest);
      total = add(total, digest);
    }
    this.turn = (this.turn + 1) % PORTIONS;
    return { digest: toHex(total), count: stored.length };
  }
}

/** The sums of the parts, for a server that is to say what differs. */
export function partSums(stored: readonly MemberRecord[]): string {
  return partsText(stored.map((member) => [member.handle, digestOf(member)]));
}

/** What was damaged may have no canonical form: then it adds up to nothing. */
function digestOf({ scope, handle, kind, id, values }: MemberRecord): bigint {
  try {
    return rowDigest(scope, handle, kind, id, values);
  } catch {
    return 0n;
  }
}
