/** A store that remembers every answer, tells what lies in it, and can be damaged. */
import { MemoryStore } from '../store/memory';
import { kindName } from '../sync/members';
import type { Change } from '../sync/ports';
import type { Identity, MemberRecord } from '../sync/records';

/** What the server has answered: the phone shows it as sent. */
interface Told {
  readonly replica: string;
  readonly n: number;
  readonly seq: number;
  readonly outcome: string;
}

/** What lies in a store: ids by kind, and what is kept apart. */
export interface Lies {
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly kept: readonly (readonly [kind: string, id: string])[];
}

export class ToldStore extends MemoryStore {
  readonly told: Told[] = [];
  private readonly known = new Set<string>();

  override async commit(change: Change): Promise<void> {
    await super.commit(change);
    for (const { replica, n, seq, outcome } of change.results) {
      const key = `${replica} ${n}`;
      if (this.known.has(key)) continue;
      this.known.add(key);
      this.told.push({ replica, n, seq, outcome });
    }
  }

  /** All members as one text. */
  async text(): Promise<string> {
    return JSON.stringify(await this.members());
  }

  /** Ids by kind, and how many rows are kept apart for what names them. */
  async lies(): Promise<Lies> {
    const ids: Record<string, string[]> = {};
    for (const { kind, id } of await this.members()) {
      const name = kindName(kind) ?? String(kind);
      ids[name] ??= [];
      ids[name].push(id);
    }
    const { kept } = await this.load((): Identity => {
      throw new Error('the store is new');
    });
    return { ids, kept: kept.map(({ kind, id }) => [kind, id] as const) };
  }

  /** One value of one row is another from now on. `dice`: row, value and character, 0 to below 1. */
  flip(dice: readonly number[]): string {
    const [row = 0, place = 0, character = 0] = dice;
    const members = [...this.table().entries()];
    const found = members[Math.floor(row * members.length)];
    if (found === undefined) throw new Error('there is no row');
    const [key, member] = found;
    const at = Math.floor(place * member.values.length);
    const values = member.values.map((value, index) =>
      index === at ? other(value, character) : value,
    );
    this.table().set(key, { ...member, values });
    return `${kindName(member.kind)} ${member.id}, value ${at}`;
  }

  private table(): Map<string, MemberRecord> {
    return (this as unknown as { rows: Map<string, MemberRecord> }).rows;
  }
}

type Value = MemberRecord['values'][number];

/** A value of the same type where there is one. */
function other(value: Value, fraction: number): Value {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return value === null ? 'x' : null;
  const at = Math.floor(fraction * value.length);
  return `${value.slice(0, at)}${value[at] === 'x' ? 'y' : 'x'}${value.slice(at + 1)}`;
}
