/** The confirmed members in memory, and the rows they add up to. */
import { KINDS, type KindName, type Rows } from '../contract/kinds';
import type { Json } from './canonical';
import { levelOf } from './layout';
import { type MemberRecord, memberKey } from './records';

export type AnyRow = { readonly id: string } & Readonly<Record<string, Json>>;

/** For each kind and level the names of the fields that travel, in contract order, without id. */
const VISIBLE: readonly (readonly (readonly string[])[])[] = KINDS.map((kind) =>
  [0, 1, 2].map((level) =>
    kind.fields.filter((field) => levelOf(field.sees) <= level).map((field) => field.name),
  ),
);

export function visibleFields(kind: number, level: number): readonly string[] {
  return VISIBLE[kind]?.[level] ?? [];
}

export function kindName(kind: number): KindName | undefined {
  return KINDS[kind]?.name;
}

const KIND_INDEX = new Map<string, number>(KINDS.map((kind, index) => [kind.name, index]));

export function kindIndex(name: KindName): number {
  return KIND_INDEX.get(name) ?? -1;
}

/** The row that members of one id and kind add up to: a newer generation and a wider level win. */
export function mergeMembers(members: readonly MemberRecord[]): AnyRow | undefined {
  const [first] = members;
  if (first === undefined) return undefined;
  const row: Record<string, Json> & { id: string } = { id: first.id };
  for (const member of [...members].sort((a, b) => a.g - b.g || a.level - b.level)) {
    visibleFields(member.kind, member.level).forEach((field, at) => {
      row[field] = member.values[at] ?? null;
    });
  }
  return row;
}

export class Members {
  private readonly byKey = new Map<string, MemberRecord>();
  private readonly byId = new Map<string, Map<string, MemberRecord>>();

  get size(): number {
    return this.byKey.size;
  }

  get(scope: number, handle: number): MemberRecord | undefined {
    return this.byKey.get(memberKey(scope, handle));
  }

  all(): IterableIterator<MemberRecord> {
    return this.byKey.values();
  }

  /** Every member of an id; a technician's position has the technician's id. */
  ofId(id: string): readonly MemberRecord[] {
    return [...(this.byId.get(id)?.values() ?? [])];
  }

  put(member: MemberRecord): void {
    this.drop(member.scope, member.handle);
    const key = memberKey(member.scope, member.handle);
    this.byKey.set(key, member);
    const same = this.byId.get(member.id);
    if (same) same.set(key, member);
    else this.byId.set(member.id, new Map([[key, member]]));
  }

  drop(scope: number, handle: number): MemberRecord | undefined {
    const key = memberKey(scope, handle);
    const old = this.byKey.get(key);
    if (old === undefined) return undefined;
    this.byKey.delete(key);
    const same = this.byId.get(old.id);
    same?.delete(key);
    if (same?.size === 0) this.byId.delete(old.id);
    return old;
  }

  row(kind: number, id: string): AnyRow | undefined {
    return mergeMembers(this.ofId(id).filter((member) => member.kind === kind));
  }

  clear(): void {
    this.byKey.clear();
    this.byId.clear();
  }
}

/** Rows of the contract and rows by name are the same thing; only their types differ. */
export function asRow<K extends KindName>(row: AnyRow): Rows[K] {
  return row as unknown as Rows[K];
}
