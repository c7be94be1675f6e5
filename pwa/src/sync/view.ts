/** Rows as screens see them: confirmed, kept apart, and pending effects on top. */
import type { KindName, Rows } from '../contract/kinds';
import type { View } from './api';
import { type AnyRow, asRow } from './members';

type Table = Map<string, AnyRow>;

/** One layer of rows, by kind and id. */
export class Layer {
  private readonly tables = new Map<KindName, Table>();

  get(kind: KindName, id: string): AnyRow | undefined {
    return this.tables.get(kind)?.get(id);
  }

  set(kind: KindName, row: AnyRow): void {
    const table = this.tables.get(kind);
    if (table) table.set(row.id, row);
    else this.tables.set(kind, new Map([[row.id, row]]));
  }

  delete(kind: KindName, id: string): boolean {
    return this.tables.get(kind)?.delete(id) ?? false;
  }

  has(kind: KindName, id: string): boolean {
    return this.tables.get(kind)?.has(id) ?? false;
  }

  *rows(kind: KindName): IterableIterator<AnyRow> {
    yield* this.tables.get(kind)?.values() ?? [];
  }

  *entries(): IterableIterator<[KindName, AnyRow]> {
    for (const [kind, table] of this.tables) for (const row of table.values()) yield [kind, row];
  }

  kinds(): KindName[] {
    return [...this.tables].filter(([, table]) => table.size > 0).map(([kind]) => kind);
  }

  clear(): void {
    this.tables.clear();
  }
}

type Index = Map<string | null, AnyRow[]>;

export class LiveView implements View {
  readonly confirmed = new Layer();
  readonly kept = new Layer();
  readonly pending = new Layer();
  private readonly lists = new Map<KindName, readonly AnyRow[]>();
  private readonly indexes = new Map<KindName, Map<string, Index>>();
  private readonly listeners = new Set<(changed: ReadonlySet<KindName>) => void>();

  find(kind: KindName, id: string): AnyRow | undefined {
    return this.pending.get(kind, id) ?? this.confirmed.get(kind, id) ?? this.kept.get(kind, id);
  }

  get<K extends KindName>(kind: K, id: string): Rows[K] | undefined {
    const row = this.find(kind, id);
    return row && asRow<K>(row);
  }

  all<K extends KindName>(kind: K): readonly Rows[K][] {
    return this.list(kind) as unknown as readonly Rows[K][];
  }

  by<K extends KindName>(
    kind: K,
    field: keyof Rows[K] & string,
    value: string | null,
  ): readonly Rows[K][] {
    const found = field.endsWith('_id')
      ? (this.index(kind, field).get(value) ?? [])
      : this.list(kind).filter((row) => (row[field] ?? null) === value);
    return found as unknown as readonly Rows[K][];
  }

  isKept(kind: KindName, id: string): boolean {
    return !this.confirmed.has(kind, id) && this.kept.has(kind, id);
  }

  subscribe(listener: (changed: ReadonlySet<KindName>) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Rows of these kinds moved: forget what was computed of them. */
  touch(kinds: Iterable<KindName>): void {
    for (const kind of kinds) {
      this.lists.delete(kind);
      this.indexes.delete(kind);
    }
  }

  tell(changed: ReadonlySet<KindName>): void {
    if (changed.size === 0) return;
    for (const listener of [...this.listeners]) listener(changed);
  }

  private list(kind: KindName): readonly AnyRow[] {
    const known = this.lists.get(kind);
    if (known) return known;
    const rows: AnyRow[] = [];
    for (const row of this.confirmed.rows(kind)) rows.push(this.pending.get(kind, row.id) ?? row);
    for (const row of this.kept.rows(kind)) {
      if (!this.confirmed.has(kind, row.id)) rows.push(this.pending.get(kind, row.id) ?? row);
    }
    for (const row of this.pending.rows(kind)) {
      if (!this.confirmed.has(kind, row.id) && !this.kept.has(kind, row.id)) rows.push(row);
    }
    this.lists.set(kind, rows);
    return rows;
  }

  private index(kind: KindName, field: string): Index {
    let fields = this.indexes.get(kind);
    if (fields === undefined) {
      fields = new Map();
      this.indexes.set(kind, fields);
    }
    let index = fields.get(field);
    if (index === undefined) {
      index = new Map();
      for (const row of this.list(kind)) {
        const value = (row[field] ?? null) as string | null;
        const same = index.get(value);
        if (same) same.push(row);
        else index.set(value, [row]);
      }
      fields.set(field, index);
    }
    return index;
  }
}
