/** The members of a page that is not yet written. */
import type { Members } from './members';
import { type MemberRecord, memberKey } from './records';

/** The members as they will be, over those that are. */
export class Draft {
  readonly puts = new Map<string, MemberRecord>();
  readonly drops = new Map<string, MemberRecord>();

  constructor(private readonly members: Members) {}

  get(scope: number, handle: number): MemberRecord | undefined {
    const key = memberKey(scope, handle);
    if (this.drops.has(key)) return undefined;
    return this.puts.get(key) ?? this.members.get(scope, handle);
  }

  put(member: MemberRecord): void {
    const key = memberKey(member.scope, member.handle);
    this.drops.delete(key);
    this.puts.set(key, member);
  }

  drop(member: MemberRecord): void {
    const key = memberKey(member.scope, member.handle);
    this.puts.delete(key);
    this.drops.set(key, member);
  }

  /** Says for a row whether any scope still holds it once this is committed. */
  held(): (kind: number, id: string) => boolean {
    const arriving = new Set(
      [...this.puts.values()].map((member) => `${member.kind}:${member.id}`),
    );
    return (kind, id) => {
      if (arriving.has(`${kind}:${id}`)) return true;
      return this.members.ofId(id).some((member) => {
        const key = memberKey(member.scope, member.handle);
        return member.kind === kind && !this.drops.has(key) && !this.puts.has(key);
      });
    };
  }
}
